import { useState } from 'react'
import type { Side } from '#features/reconciliation/line-pane.tsx'

export type Pane = Side | 'candidates'

/** The side that keys are about, and the one pane that a phone shows. Until somebody has named one, it is the side with lines. */
export function useSideInHand(totals: Record<Side, number>) {
  const firstSide = totals.statement === 0 && totals.book > 0 ? 'book' : 'statement'
  const [pane, setPane] = useState<Pane>()
  const [focused, setFocused] = useState<Side>()
  return {
    pane: pane ?? firstSide,
    focused: focused ?? firstSide,
    focus: setFocused,
    show(next: Pane) {
      setPane(next)
      if (next !== 'candidates') setFocused(next)
    },
  }
}
