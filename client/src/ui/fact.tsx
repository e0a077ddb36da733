import type { ReactNode } from 'react'
import { DateText } from '#ui/date-text.tsx'

/** A label and its value within `<dl className="facts">`. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

export function MomentFact({ label, at }: { label: ReactNode; at: string | null | undefined }) {
  return <Fact label={label}>{at ? <DateText at={at} /> : '–'}</Fact>
}
