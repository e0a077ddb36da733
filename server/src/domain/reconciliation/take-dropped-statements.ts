import { basename } from 'node:path'
import type pg from 'pg'
import type { FileStore } from '#gateways/files.ts'
import { receiveStatement } from './receive-statement.ts'

/** Where a bank's or a channel's own program leaves files for us. */
export const DROP_FOLDER = 'statements-drop'
const MOST_FILES = 50
/** Who is still writing has written within this time. */
const QUIET_MS = 60_000

/**
 * Takes in what was left in the drop folder, in the order of names, because a balance is carried from one day to the next. A file leaves
 * the folder once it was loaded or refused; whoever dies before leaves it there, and the same bytes are loaded once. Returns how many.
 */
export async function takeDroppedStatements(
  deps: { pool: pg.Pool; files: FileStore },
  { now = Date.now() }: { now?: number } = {},
): Promise<number> {
  let taken = 0
  for (const key of (await deps.files.list(DROP_FOLDER)).slice(0, MOST_FILES)) {
    const file = await deps.files.stat(key)
    if (!file || file.bytes === 0 || now - file.lastModified.getTime() < QUIET_MS) continue
    const body = await deps.files.get(key)
    await receiveStatement(deps, { fileName: basename(key), body, loadedBy: 'drop' })
    await deps.files.delete(key)
    taken += 1
  }
  return taken
}
