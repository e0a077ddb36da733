import type { CellOf, Note } from './check-row.ts'
import { cleanText, cutText, hasUnwanted, isBrokenText } from './clean-text.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

/** What buyers read: not blank, not endless, and told when it was broken or cleaned. */
export function checkTitle(cellOf: CellOf, note: Note, mayBeBlank: boolean): string | null {
  const cell = cellOf('title')
  const title = cleanText(cell)
  if (title === '') {
    if (!mayBeBlank) note('TITLE_MISSING', ['title', cell])
    return null
  }
  if (title.length > IMPORT_LIMITS.titleCharacters)
    note('TITLE_TOO_LONG', ['title', cell], { limit: IMPORT_LIMITS.titleCharacters })
  if (isBrokenText(cell)) note('TEXT_BROKEN', ['title', title])
  else if (hasUnwanted(cell))
    note('CHARACTERS_REMOVED', ['title', title], { read: cutText(title, IMPORT_LIMITS.valueCharacters) })
  return title
}
