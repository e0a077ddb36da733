import { cleanText } from './clean-text.ts'
import type { Note } from './check-row.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { jsonText } from './json-text.ts'

/** A link to a picture anywhere, or one that we keep ourselves, as an export names it. */
const ONE_LINK = /^(https?:\/\/[\w.-]+\.[\w./?=&%~+-]+|\/media\/[0-9a-f]{64}\.\w{3,4})$/

/** Without a name and a password in front of the host: everybody who looks at the goods would read them. */
const ANY_LINK = /^https?:\/\/[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?$/

/** The links in these columns as a JSON array, or null for none; what is no link is told and left out. */
export function checkPhotos(cells: string[], columns: number[], note: Note): string | null {
  const photos: string[] = []
  for (const index of columns) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    if (ONE_LINK.test(cell)) {
      photos.push(cell)
      continue
    }
    for (const link of cleanText(cell).split(/[\s;；,，|"[\]]+/)) {
      if (link === '') continue
      if (ANY_LINK.test(link) || ONE_LINK.test(link)) photos.push(link)
      else note('PHOTO_INVALID', ['photos', link])
    }
  }
  if (photos.length === 0) return null
  return photos.length === 1 && photos[0] !== undefined
    ? `[${jsonText(photos[0])}]`
    : JSON.stringify(photos.slice(0, IMPORT_LIMITS.photos))
}
