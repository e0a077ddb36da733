import { ACTION_CHOICES } from './action-word.ts'
import { cleanText } from './clean-text.ts'
import { KIND_CHOICES } from './kind-word.ts'
import { createWordReader, type ReadWord } from './word-choice.ts'

const READERS = new Map<string, ReadWord<string>>([
  ['kind', createWordReader(KIND_CHOICES)],
  ['action', createWordReader(ACTION_CHOICES)],
])

/** Whether every cell that says something says a word of this field, and at least one does. */
export function valuesFit(field: string, cells: string[]): boolean {
  const read = READERS.get(field)
  const words = cells.map(cleanText).filter(text => text !== '')
  return read !== undefined && words.length > 0 && words.every(word => read(word) !== undefined)
}
