import type { ReactNode } from 'react'
import './spec-list.css'

/** Label and value on one line, line under line: the shape in which people compare a piece with its paper. */
export function SpecList({ children }: { children: ReactNode }) {
  return <dl className="specs">{children}</dl>
}

/** One line of the list; nothing when there is no value. */
export function Spec({ label, children, mono = false }: SpecProps) {
  if (!children) return null
  return (
    <div className="spec">
      <dt>{label}</dt>
      <dd className={mono ? 'mono' : undefined}>{children}</dd>
    </div>
  )
}

type SpecProps = { label: ReactNode; children: ReactNode; mono?: boolean }
