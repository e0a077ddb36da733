import { basename } from 'node:path'
import type pg from 'pg'
import type { FileStore } from '#gateways/files.ts'
import { keepOversized } from './keep-oversized.ts'
import { LARGEST_STATEMENT, receiveStatement } from './receive-statement.ts'

/** Where a bank's or a channel's own program leaves files for us. */
export const DROP_FOLDER = 'statements-drop'
const MOST_FILES = 50
/** Who is still writing has written within this time. */
const QUIET_MS = 60_000

/**
 * Takes in what was left in the drop folder, in the order of names, because a balance is carried from one day to the next. A file leaves
 * the folder once it was loaded or refused; whoever dies before leaves it there, and the same bytes are loaded once. A file that fails
 * keeps none of the others waiting; the failures are thrown together at the end. Returns how many.
 */
export async function takeDroppedStatements(
  deps: { pool: pg.Pool; files: FileStore },
  { now = Date.now() }: { now?: number } = {},
): Promise<number> {
  let taken = 0
  const failures: unknown[] = []
  for (const key of await deps.files.list(DROP_FOLDER)) {
    // What is only looked at does not count: whoever marks his files by empty ones beside them would fill a run with those.
    if (taken + failures.length >= MOST_FILES) break
    try {
      if (await takeDropped(deps, { key, now })) taken += 1
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'dropped statements could not be taken')
  return taken
}

async function takeDropped(
  deps: { pool: pg.Pool; files: FileStore },
  { key, now }: { key: string; now: number },
): Promise<boolean> {
  const file = await deps.files.stat(key)
  if (!file || file.bytes === 0 || now - file.lastModified.getTime() < QUIET_MS) return false
  const sent = { fileName: basename(key), loadedBy: 'drop' }
  if (file.bytes > LARGEST_STATEMENT) await keepOversized(deps, { ...sent, key, bytes: file.bytes })
  else await receiveStatement(deps, { ...sent, body: await deps.files.get(key) })
  await deps.files.delete(key)
  return true
}
