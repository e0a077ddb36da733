import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useRef } from 'react'

type FormSectionProps = { title: string; lead?: ReactNode; anchor?: string; children: ReactNode }

/** A part of the form under its own heading; `anchor` is where a link may lead, also while the form is still to come. */
export function FormSection({ title, lead, anchor, children }: FormSectionProps) {
  const id = useId()
  const section = useRef<HTMLElement>(null)
  const { hash } = useLocation()
  useEffect(() => {
    if (anchor !== undefined && hash === anchor) section.current?.scrollIntoView()
  }, [anchor, hash])
  return (
    <section ref={section} id={anchor} className="panel stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {lead ? <p className="small secondary">{lead}</p> : null}
      </div>
      {children}
    </section>
  )
}
