import { readBaiAmount } from './bai-transaction.ts'
import type { BaiRecord } from './read-bai-records.ts'
import { refuse } from './statement-refusal.ts'

/** The three boxes of a file, each of which says how much and how many are in it. */
export type BaiLevel = 'file' | 'group' | 'account'

const OPENS: Record<BaiLevel, string> = { file: '01', group: '02', account: '03' }
const CLOSES: Record<BaiLevel, string> = { file: '99', group: '98', account: '49' }

interface Box {
  level: BaiLevel
  /** The sum of the amounts, or of the control totals of the boxes inside. */
  sum: bigint
  boxes: number
  records: number
}

export interface BaiTotals {
  /** Counts the record where it stands, and refuses one that stands elsewhere. */
  count(record: BaiRecord): void
  add(fen: bigint): void
  finish(no: number): void
}

const PARENT: Record<BaiLevel, BaiLevel | null> = { file: null, group: 'file', account: 'group' }

/** Follows the control totals and record counts of trailers 49, 98 and 99. Nothing may stand behind the last. */
export function createBaiTotals(): BaiTotals {
  const open: Box[] = []
  let isDone = false

  const begin = (level: BaiLevel, record: BaiRecord) => {
    if ((open.at(-1)?.level ?? null) !== PARENT[level] || isDone) outOfOrder(record, open.at(-1))
    open.push({ level, sum: 0n, boxes: 0, records: record.physical })
  }
  const end = (level: BaiLevel, record: BaiRecord) => {
    const box = open.pop()
    if (box?.level !== level) outOfOrder(record, box)
    box.records += record.physical
    checkTrailer(box, record)
    const outer = open.at(-1)
    if (outer) {
      outer.sum += box.sum
      outer.boxes++
      outer.records += box.records
    } else isDone = true
  }

  return {
    count(record) {
      for (const level of ['file', 'group', 'account'] as const) {
        if (record.code === OPENS[level]) return begin(level, record)
        if (record.code === CLOSES[level]) return end(level, record)
      }
      const box = open.at(-1)
      if (box?.level !== 'account') outOfOrder(record, box)
      box.records += record.physical
    },
    add(fen) {
      const box = open.at(-1)
      if (box) box.sum += fen
    },
    finish(no) {
      if (!isDone) refuse('cut_short', { line: no, expected: '99', found: '' })
    },
  }
}

function outOfOrder(record: BaiRecord, box: Box | undefined): never {
  return refuse('record_order', {
    line: record.no,
    expected: box ? CLOSES[box.level] : OPENS.file,
    found: record.code,
  })
}

/** `49,total,records/`, `98,total,accounts,records/`, `99,total,groups,records/`. */
function checkTrailer(box: Box, { code, fields, no }: BaiRecord): void {
  const told = readBaiAmount(fields[0] ?? '', no)
  if (fields[0] === '' || told !== box.sum)
    refuse('control_total', { line: no, expected: `${code}: ${told}`, found: String(box.sum) })
  const counts = box.level === 'account' ? [box.records] : [box.boxes, box.records]
  counts.forEach((count, at) => {
    const written = fields[at + 1] ?? ''
    if (!/^\d{1,9}$/.test(written) || Number(written) !== count)
      refuse('control_count', { line: no, expected: `${code}: ${written}`, found: String(count) })
  })
}
