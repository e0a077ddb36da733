import type { ReactNode } from 'react'

/** A toggle that narrows the list at one tap; how many pieces it would leave stands beside it. */
export function PlazaChip({ on, onChange, count, kind, children }: PlazaChipProps) {
  return (
    <button
      type="button"
      className="plaza-chip numeric"
      data-kind={kind}
      aria-pressed={on}
      onClick={() => onChange(!on)}
    >
      {children}
      {count ? <span className="plaza-chip-count">{count}</span> : null}
    </button>
  )
}

type PlazaChipProps = {
  on: boolean
  onChange: (on: boolean) => void
  count?: string | undefined
  /** A branch is the heading of the choices below it. */
  kind?: 'branch'
  children: ReactNode
}
