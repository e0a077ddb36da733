import { useState } from 'react'
import type { OpenLine, Side } from '#features/reconciliation/line-pane.tsx'

export interface Choice {
  chosen: Record<Side, ReadonlySet<string>>
  ids: Record<Side, string[]>
  sumFen: Record<Side, bigint>
  differenceFen: bigint
  toggle(side: Side, id: string): void
  choose(ids: Partial<Record<Side, string[]>>): void
  clear(): void
}

const NOTHING: Record<Side, string[]> = { statement: [], book: [] }

/** The lines that are chosen on both sides and still open, and what they come to. */
export function useChoice(rows: Record<Side, OpenLine[]>): Choice {
  const [ids, setIds] = useState(NOTHING)
  const chosen = { statement: new Set(ids.statement), book: new Set(ids.book) }
  const sumOf = (side: Side) =>
    rows[side].reduce((sum, { id, amountFen }) => (chosen[side].has(id) ? sum + BigInt(amountFen) : sum), 0n)
  const sumFen = { statement: sumOf('statement'), book: sumOf('book') }
  return {
    chosen,
    ids,
    sumFen,
    differenceFen: sumFen.statement - sumFen.book,
    toggle: (side, id) =>
      setIds(now => ({
        ...now,
        [side]: now[side].includes(id) ? now[side].filter(each => each !== id) : [...now[side], id],
      })),
    choose: next => setIds({ ...NOTHING, ...next }),
    clear: () => setIds(NOTHING),
  }
}
