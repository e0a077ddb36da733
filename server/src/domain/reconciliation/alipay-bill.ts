import { bareWord } from './bank-headers.ts'
import { readMoment } from './bank-day.ts'
import { createBalanceChain } from './balance-chain.ts'
import { createTally } from './entry-tally.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { readTableRows, type TableRow } from './read-table-rows.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { bareCell, readTableAmount } from './table-cells.ts'

/** One of Alipay's two bills, by the names of its columns; their order changes from one version to the next. */
export interface AlipaySpec {
  format: string
  isNumbered?: true
  needed: readonly string[]
  /** Whether each row states what is left. */
  balance?: string
  read(
    row: AlipayRow,
  ): Pick<StatementLineDraft, 'kind' | 'amountFen' | 'feeFen' | 'ownNo' | 'channelNo' | 'batchNo'>
  moment: string
  counterparty: string
  description: string
  status: string
  /** Which side of the rows a line such as `#支出合计：3笔，共-12.00元` counts and sums. */
  footers: Record<string, 'credits' | 'debits'>
}

export interface AlipayRow {
  text(column: string): string
  /** Zero for an empty cell, and for a column that this version lacks. */
  fen(column: string): bigint
}

/** `#` lines tell whose it is, of which days, and at the end what the rows come to; between two of them stand a header and the rows. */
export function alipayParser(spec: AlipaySpec): StatementParser {
  return {
    format: spec.format,
    ...(spec.isNumbered && { isNumbered: spec.isNumbered }),
    recognises: head => {
      const words = bareWord(head)
      return head.includes('支付宝') && spec.needed.every(column => words.includes(bareWord(column)))
    },
    parse: bytes => foldStatement(readTableRows(bytes, ','), createBill(spec)),
  }
}

interface Period {
  dayFrom: string
  /** The last day itself. */
  dayTo: string
}

function createBill(spec: AlipaySpec): StatementFold<TableRow> {
  const tally = createTally()
  const chain = createBalanceChain()
  const met = new Set<string>()
  let places: Map<string, number> | null = null
  let accountNo: string | null = null
  let period: Period | null = null
  let last = 0

  const takeRow = (row: TableRow, at: Map<string, number>): StatementLineDraft => {
    const draft = readRow(row, at, spec)
    if (period && (draft.businessDay < period.dayFrom || draft.businessDay > period.dayTo))
      refuse('day_outside', {
        line: row.line,
        expected: `${period.dayFrom}–${period.dayTo}`,
        found: draft.businessDay,
      })
    tally.add(draft.amountFen)
    if (draft.balanceFen === null) return draft
    if (chain.totals().lineCount === 0) chain.open(draft.balanceFen - draft.amountFen, row.line)
    chain.add(draft.amountFen)
    chain.close(draft.balanceFen, row.line)
    return draft
  }
  const takeNote = (text: string, line: number) => {
    accountNo ??= /账号[:：]\s*\[?(\d+)/.exec(text)?.[1] ?? null
    period ??= readPeriod(text)
    for (const [name, side] of Object.entries(spec.footers)) {
      const [, count, sum] = new RegExp(`${name}[:：]\\s*(\\d+)笔.*?共(-?[\\d.]+)元`).exec(text) ?? []
      if (count === undefined || sum === undefined) continue
      met.add(name)
      const { count: counted, fen } = tally.read()[side]
      tally.mustCount(name, { line, told: count, counted })
      const told = readTableAmount(sum, { line, header: name }) ?? 0n
      tally.mustSum(name, { line, told: told < 0n ? -told : told, summed: fen })
    }
  }
  return {
    take(row: TableRow): StatementLineDraft | null {
      last = row.line
      const first = (row.cells[0] ?? '').replace('\uFEFF', '').trim()
      if (first.startsWith('#') || /^-{5,}/.test(first)) takeNote(row.cells.join(','), row.line)
      else if (!places) {
        places = placeHeaders(row.cells, spec.needed)
        // Files from before 2013 have no `#`; what stands above their header is told there the same way.
        if (!places) takeNote(row.cells.join(','), row.line)
      } else if (/合计[:：]|导出时间/.test(first)) takeNote(row.cells.join(','), row.line)
      else return takeRow(row, places)
      return null
    },
    finish(): StatementTotals {
      if (!places) refuse('header', { line: null, expected: spec.needed.join(','), found: '' })
      const missing = Object.keys(spec.footers).find(name => !met.has(name))
      if (missing !== undefined) refuse('totals_missing', { line: last, expected: missing, found: '' })
      if (!period) refuse('period_missing', { line: null, expected: '起始日期', found: '' })
      const { all, credits, debits } = tally.read()
      const { openingFen, closingFen } = chain.totals()
      const sides = { lineCount: all.count, inFen: credits.fen, outFen: debits.fen }
      return { ...sides, openingFen, closingFen, ...period, accountNo }
    },
  }
}

const DATE = String.raw`\[?\s*(\d{4})[-年](\d{2})[-月](\d{2})`

/** Its end is midnight, when the day after the last begins. */
function readPeriod(text: string): Period | null {
  const [, y1, m1, d1, y2, m2, d2] =
    new RegExp(String.raw`起始日期[:：]\s*${DATE}.*终止日期[:：]\s*${DATE}`).exec(text) ?? []
  if (y2 === undefined) return null
  const midnight = /终止日期[:：][^\]]*00:00:00/.test(text)
  const end = new Date(Date.parse(`${y2}-${m2}-${d2}T00:00:00Z`) - (midnight ? 86_400_000 : 0))
  return { dayFrom: `${y1}-${m1}-${d1}`, dayTo: end.toISOString().slice(0, 10) }
}

function placeHeaders(cells: string[], needed: readonly string[]): Map<string, number> | null {
  const places = new Map(cells.map((cell, at) => [bareWord(cell) || `column ${at}`, at]))
  return needed.every(column => places.has(bareWord(column))) ? places : null
}

function readRow(
  { line, cells }: TableRow,
  places: Map<string, number>,
  spec: AlipaySpec,
): StatementLineDraft {
  // Nothing is quoted: a comma in a name makes one cell more, and every amount behind it that of its neighbour.
  if (cells.length !== places.size)
    refuse('columns', { line, expected: String(places.size), found: String(cells.length) })
  const text = (column: string) => bareCell(cells[places.get(bareWord(column)) ?? -1] ?? '')
  const fen = (column: string) => readTableAmount(text(column), { line, header: column }) ?? 0n
  const moment = readMoment(text(spec.moment))
  if (!moment) refuse('day', { line, expected: spec.moment, found: text(spec.moment) })
  return {
    lineNo: line,
    ...spec.read({ text, fen }),
    balanceFen: spec.balance === undefined ? null : fen(spec.balance),
    bookedAt: moment.at,
    businessDay: moment.day,
    counterparty: text(spec.counterparty) || null,
    status: text(spec.status) || null,
    description: text(spec.description),
    raw: cells.join(','),
  }
}
