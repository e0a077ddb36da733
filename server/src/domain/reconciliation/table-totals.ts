import { type BankTotalName, isSumLabel, totalOfLabel } from './bank-labels.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { bareCell, readTableAmount } from './table-cells.ts'
import type { Tally } from './entry-tally.ts'
import { refuse } from './statement-refusal.ts'
import type { TableRow } from './read-table-rows.ts'

interface Told {
  value: string
  line: number
}

/** What a table says of itself, and where. */
export type TableTotals = Map<BankTotalName, Told>

const LABELLED = /^([^:：]+)[:：](.*)$/

/**
 * Labels with their values above the header and below the rows, `期初余额：1,234.56` in one cell or in two; and the line `合计`, whose
 * columns are those of the rows. False for a line that says nothing of the kind.
 */
export function readTableTotals(
  { cells, line }: TableRow,
  totals: TableTotals,
  columns: { in: number | undefined; out: number | undefined },
): boolean {
  const bare = cells.map(bareCell)
  if (bare.some(isSumLabel)) {
    for (const [name, column] of [
      ['inSum', columns.in],
      ['outSum', columns.out],
    ] as const) {
      const value = column === undefined ? '' : (bare[column] ?? '')
      if (value !== '') totals.set(name, { value, line })
    }
    const count = bare.map(cell => /(\d+)\s*笔/.exec(cell)?.[1]).find(found => found !== undefined)
    if (count !== undefined) totals.set('count', { value: count, line })
    return true
  }
  const before = totals.size
  bare.forEach((cell, at) => {
    const [, label = cell, said = ''] = LABELLED.exec(cell) ?? []
    const name = totalOfLabel(label)
    const value = said.trim() || (bare[at + 1] ?? '')
    if (name && value !== '') totals.set(name, { value: value.replace(/笔$/, ''), line })
  })
  return totals.size > before
}

/** Whether the totals alone would show a line that is missing. */
export function provesItself(totals: TableTotals): boolean {
  const has = (...names: BankTotalName[]) => names.every(name => totals.has(name))
  return has('opening', 'closing') || has('inSum', 'outSum')
}

/** Refuses the table whose counts or sums are not those of its rows; returns the balances it states. */
export function checkTableTotals(
  totals: TableTotals,
  tally: Tally,
): { openingFen: bigint | null; closingFen: bigint | null } {
  const { all, credits, debits } = tally.read()
  const counts = { count: all, inCount: credits, outCount: debits } as const
  for (const [name, side] of Object.entries(counts) as [keyof typeof counts, { count: number }][]) {
    const told = totals.get(name)
    if (told) tally.mustCount(name, { line: told.line, told: told.value, counted: side.count })
  }
  const sums = { inSum: credits, outSum: debits } as const
  for (const [name, side] of Object.entries(sums) as [keyof typeof sums, { fen: bigint }][]) {
    const fen = amountOf(totals, name)
    if (fen !== null)
      tally.mustSum(name, {
        line: totals.get(name)?.line ?? 0,
        told: fen < 0n ? -fen : fen,
        summed: side.fen,
      })
  }
  const openingFen = amountOf(totals, 'opening')
  const closingFen = amountOf(totals, 'closing')
  if (openingFen !== null && closingFen !== null) {
    const expected = openingFen + credits.fen - debits.fen
    if (expected !== closingFen)
      refuse('closing', {
        line: totals.get('closing')?.line ?? null,
        expected: writeYuan(expected),
        found: writeYuan(closingFen),
      })
  }
  return { openingFen, closingFen }
}

function amountOf(totals: TableTotals, name: BankTotalName): bigint | null {
  const told = totals.get(name)
  return told ? readTableAmount(told.value, { line: told.line, header: name }) : null
}
