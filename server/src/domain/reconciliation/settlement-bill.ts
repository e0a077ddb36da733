import { readMoment } from './bank-day.ts'
import { bareWord } from './bank-headers.ts'
import { isSumLabel } from './bank-labels.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { readTableRows, type TableRow } from './read-table-rows.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { bareCell, readTableAmount, watchForRounding } from './table-cells.ts'

/** How a shop platform writes what it settled, by its headers; their order may change from one version to the next. */
export interface SettlementSpec {
  format: string
  /** Label of our shop's number, above the header. */
  account: string
  moment: string
  orderNo: string[]
  batchNo: string
  /** What the row is; without it each row is a settlement. */
  type?: { header: string; kinds: Record<string, StatementLineDraft['kind']> }
  description: string
  /** Added up as they stand they make what is due. */
  gross: string[]
  /** What the platform keeps of it. */
  fees: string[]
  /** `plus`: a fee is written as an amount that is taken off. `minus`: it stands with its minus. */
  feesWritten: 'plus' | 'minus'
  net: string
}

export function settlementParser(spec: SettlementSpec): StatementParser {
  const words = [spec.moment, ...spec.orderNo, spec.net].map(bareWord)
  return {
    format: spec.format,
    recognises: head => {
      const bare = bareWord(head.replaceAll(',', '|'))
      return words.every(word => bare.includes(word)) && spec.fees.every(fee => bare.includes(bareWord(fee)))
    },
    parse: bytes => foldStatement(readTableRows(bytes), createBill(spec)),
  }
}

function createBill(spec: SettlementSpec): StatementFold<TableRow> {
  const tally = createTally()
  const days = createDayRange()
  const sums = createColumnSums([...spec.gross, ...spec.fees, spec.net])
  const watch = watchForRounding(spec.orderNo.at(-1) ?? '')
  let places: Map<string, number> | null = null
  let accountNo: string | null = null
  let isSummed = false
  let lastLine = 0

  const takeRow = (row: TableRow, at: Map<string, number>): StatementLineDraft => {
    const found = readRow(row, at, spec)
    watch.see(found.channelNo ?? '', row.line)
    sums.add(row, at)
    tally.add(found.amountFen)
    days.add(found.businessDay)
    return found
  }
  return {
    take(row: TableRow): StatementLineDraft | null {
      lastLine = row.line
      if (!places) {
        places = placeHeaders(row.cells, spec)
        accountNo ??= places ? null : readAccount(row.cells, spec.account)
        return null
      }
      if (isSummed) return null
      if (!isSumLabel(row.cells.find(cell => bareCell(cell) !== '') ?? '')) return takeRow(row, places)
      sums.check(row, places)
      isSummed = true
      return null
    },
    finish(): StatementTotals {
      if (!places) refuse('header', { line: null, expected: [spec.moment, spec.net].join(' | '), found: '' })
      if (!isSummed) refuse('totals_missing', { line: lastLine, expected: '合计', found: '' })
      watch.finish()
      const { all, credits, debits } = tally.read()
      return {
        lineCount: all.count,
        inFen: credits.fen,
        outFen: debits.fen,
        openingFen: null,
        closingFen: null,
        ...days.range(),
        accountNo,
      }
    },
  }
}

function placeHeaders(cells: string[], spec: SettlementSpec): Map<string, number> | null {
  const words = cells.map(bareWord)
  const optional = [spec.description]
  const needed = [spec.moment, ...spec.orderNo, spec.batchNo, ...spec.gross, ...spec.fees, spec.net]
  if (spec.type) needed.push(spec.type.header)
  const places = new Map([...needed, ...optional].map(header => [header, words.indexOf(bareWord(header))]))
  return needed.every(header => (places.get(header) ?? -1) >= 0) ? places : null
}

function readAccount(cells: string[], label: string): string | null {
  for (const [at, cell] of cells.map(bareCell).entries()) {
    const [, name = cell, value = ''] = /^([^:：]+)[:：](.*)$/.exec(cell) ?? []
    if (bareWord(name) === bareWord(label)) return value.trim() || bareCell(cells[at + 1] ?? '') || null
  }
  return null
}

function readRow(row: TableRow, places: Map<string, number>, spec: SettlementSpec): StatementLineDraft {
  const cell = (header: string) => bareCell(row.cells[places.get(header) ?? -1] ?? '')
  const sum = (headers: string[]) =>
    headers.reduce(
      (total, header) => total + (readTableAmount(cell(header), { line: row.line, header }) ?? 0n),
      0n,
    )
  const moment = readMoment(cell(spec.moment))
  if (!moment) refuse('day', { line: row.line, expected: spec.moment, found: cell(spec.moment) })
  const amountFen = sum(spec.gross)
  const feeFen = spec.feesWritten === 'plus' ? sum(spec.fees) : -sum(spec.fees)
  const net = sum([spec.net])
  if (net !== amountFen - feeFen)
    refuse('row_sum', {
      line: row.line,
      expected: `${spec.net}: ${writeYuan(amountFen - feeFen)}`,
      found: writeYuan(net),
    })
  const type = spec.type && cell(spec.type.header)
  const kind = spec.type && type !== undefined ? spec.type.kinds[type] : 'settlement'
  if (!kind)
    refuse('kind', {
      line: row.line,
      expected: Object.keys(spec.type?.kinds ?? {}).join(' | '),
      found: type ?? '',
    })
  return {
    lineNo: row.line,
    kind,
    amountFen,
    feeFen,
    balanceFen: null,
    bookedAt: moment.at,
    businessDay: moment.day,
    ownNo: null,
    channelNo:
      spec.orderNo
        .map(cell)
        .filter(no => no !== '')
        .join('/') || null,
    batchNo: cell(spec.batchNo) || null,
    counterparty: null,
    status: type ?? null,
    description: cell(spec.description),
    raw: row.cells.join(','),
  }
}

/** The line `合计（N笔）` sums every column of money and counts the rows. */
function createColumnSums(headers: string[]) {
  const sums = new Map(headers.map(header => [header, 0n]))
  let count = 0
  const amountAt = ({ cells, line }: TableRow, places: Map<string, number>, header: string) =>
    readTableAmount(cells[places.get(header) ?? -1] ?? '', { line, header })
  return {
    add(row: TableRow, places: Map<string, number>) {
      count++
      for (const header of headers)
        sums.set(header, (sums.get(header) ?? 0n) + (amountAt(row, places, header) ?? 0n))
    },
    check(row: TableRow, places: Map<string, number>) {
      const told = /(\d+)\s*笔/.exec(row.cells.join(','))?.[1]
      if (told === undefined || Number(told) !== count)
        refuse('count', { line: row.line, expected: told ?? '笔', found: String(count) })
      for (const header of headers) {
        const total = amountAt(row, places, header)
        const summed = sums.get(header) ?? 0n
        if (total !== summed)
          refuse('total', {
            line: row.line,
            expected: `${header}: ${total === null ? '' : writeYuan(total)}`,
            found: writeYuan(summed),
          })
      }
    },
  }
}
