import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Written beside and renamed into place: a run that ends halfway leaves what was there before, not half of what comes. For nobody else to read. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.new`
  // One that a crash left there keeps the mode it was made with.
  rmSync(beside, { force: true })
  writeFileSync(beside, text, { mode: 0o600, flush: true })
  renameSync(beside, file)
}
