import { CLEAR_WORDS } from '@haowu/shared/imports.ts'

const [MACHINE, CHINESE] = CLEAR_WORDS
const BEGINNINGS = new Set(CLEAR_WORDS.map(word => word.charCodeAt(0)))
const BLANK = 32

/** Whether a cell asks to empty its field. A blank one does not: it leaves what stands. */
export function isClearWord(cell: string): boolean {
  const first = cell.charCodeAt(0)
  if (first !== BLANK && !BEGINNINGS.has(first)) return false
  const text = cell.trim()
  return text === CHINESE || text === MACHINE
}

/** What an item can do without. Its code, title, category, price and number it cannot; a report is replaced by a new one. */
export function canBeCleared(field: string): boolean {
  return CLEARABLE.has(field) || field.startsWith('spec.')
}

const CLEARABLE = new Set(['brand', 'model', 'ship_from', 'photos'])
