import { type ReactNode, useId } from 'react'

type FormSectionProps = { title: string; lead?: ReactNode; anchor?: string; children: ReactNode }

/** A part of the form under its own heading; `anchor` is where a link may lead. */
export function FormSection({ title, lead, anchor, children }: FormSectionProps) {
  const id = useId()
  return (
    <section id={anchor} className="panel stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {lead ? <p className="small secondary">{lead}</p> : null}
      </div>
      {children}
    </section>
  )
}
