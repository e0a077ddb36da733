import { ERROR_FILE_HEADERS } from './import-field.ts'

const MARK = new RegExp(`-${ERROR_FILE_HEADERS.error}-([0-9a-f]{8})`)

/** The end of an import's id, which is all chance: few enough letters to be read aloud, enough to tell one supplier's imports apart. */
function shortIdOf(importId: string): string {
  return importId.slice(-8)
}

/** Names the import it belongs to, so that it is known again by its name whatever was done to its cells. */
export function errorFileName(fileName: string, importId: string): string {
  const base = fileName.replace(/\.\w{1,5}$/, '').replace(MARK, '')
  return `${base}-${ERROR_FILE_HEADERS.error}-${shortIdOf(importId)}.csv`
}

/** The short id in the name of an error file, also when a browser or a person has added to it. */
export function shortIdIn(fileName: string): string | null {
  return MARK.exec(fileName)?.[1] ?? null
}
