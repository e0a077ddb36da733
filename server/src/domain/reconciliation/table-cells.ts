import { readExactFen } from './exact-amount.ts'
import { refuse } from './statement-refusal.ts'

/** A cell without what spreadsheets and banks wrap around it: `="123"`, an apostrophe, tabs, blanks, full width. */
export function bareCell(cell: string): string {
  const text = cell.replaceAll('\uFEFF', '').trim()
  const unwrapped = /^="(.*)"$/.exec(text)?.[1] ?? text.replace(/^['`]/, '')
  return unwrapped.trim()
}

/** `1.23457E+19`, `####`: what a spreadsheet leaves of a number it does not know how to keep. */
const EATEN = /^[+-]?\d(?:\.\d+)?e[+-]?\d+$|^#{2,}$/i

/** An amount as a bank's table writes it. Null for an empty cell and for a dash. */
export function readTableAmount(cell: string, where: { line: number; header: string }): bigint | null {
  if (cell === '') return null
  // Nearly all are plain, and nothing has to be taken off them.
  const plain = readExactFen(cell)
  if (plain !== null) return plain
  const text = bareCell(cell)
    .normalize('NFKC')
    .replace(/^([+-]?)\s*(?:cny|rmb|¥|人民币)\s*/i, '$1')
    .replace(/\s*元$/, '')
    .replaceAll('\u2212', '-')
  if (text === '' || /^-+$/.test(text)) return null
  refuseEaten(text, where)
  const bracketed = /^\((.+)\)$/.exec(text)?.[1]
  const fen = readExactFen(bracketed === undefined ? text : `-${bracketed}`)
  if (fen === null) refuse('amount', { line: where.line, expected: `${where.header}: 0.00`, found: text })
  return fen
}

export function refuseEaten(text: string, { line, header }: { line: number; header: string }): void {
  if (EATEN.test(text)) refuse('excel_number', { line, expected: header, found: text })
}

const KEPT_BY_EXCEL = 15

/**
 * Watches the numbers of a column: where several have more than fifteen digits, and all of them nothing but zeros behind the
 * fifteenth, a spreadsheet has rounded them, and they are nobody's numbers any more.
 */
export function watchForRounding(header: string) {
  let long = 0
  let rounded = 0
  let firstLine = 0
  return {
    see(text: string, line: number) {
      refuseEaten(text, { line, header })
      if (!/^\d{16,40}$/.test(text)) return
      long++
      if (!/^0+$/.test(text.slice(KEPT_BY_EXCEL))) return
      rounded++
      firstLine ||= line
    },
    finish() {
      if (rounded >= 2 && rounded === long)
        refuse('excel_number', { line: firstLine, expected: header, found: '…0' })
    },
  }
}
