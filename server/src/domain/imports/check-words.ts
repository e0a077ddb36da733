import type { RowAction } from './action-word.ts'
import type { CellOf, Note, StockKind } from './check-row.ts'
import { cleanText } from './clean-text.ts'
import type { ReadWord } from './word-choice.ts'

export function checkCategory(
  cellOf: CellOf,
  note: Note,
  { read, mayBeBlank }: { read: ReadWord<string>; mayBeBlank: boolean },
): string | null {
  const cell = cellOf('category')
  const word = cleanText(cell)
  if (word === '') {
    if (!mayBeBlank) note('CATEGORY_MISSING', ['category', cell])
    return null
  }
  const code = read(word)
  if (!code) note('CATEGORY_UNKNOWN', ['category', cell], { field: 'category' })
  return code || null
}

export function checkKind(cellOf: CellOf, note: Note, read: ReadWord<StockKind>): StockKind | null {
  const cell = cellOf('kind')
  const word = cell === '' ? '' : cleanText(cell)
  if (word === '') return null
  const kind = read(word)
  if (kind === undefined) note('KIND_UNKNOWN', ['kind', cell], { field: 'kind' })
  return kind || null
}

/** True takes the item off, false puts it back. */
export function checkAction(cellOf: CellOf, note: Note, read: ReadWord<RowAction>): boolean | null {
  const cell = cellOf('action')
  const word = cell === '' ? '' : cleanText(cell)
  if (word === '') return null
  const action = read(word)
  if (action === undefined) note('WORD_UNKNOWN', ['action', cell], { field: 'action' })
  return action === 'withdraw' ? true : action === 'list' ? false : null
}
