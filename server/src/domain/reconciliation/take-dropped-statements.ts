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
/** An empty file marks another as done, or was opened by somebody who has nothing to write yet; after so long it is waste. */
const EMPTY_MS = 24 * 3_600_000

export interface DroppedStatements {
  /** Loaded or refused. */
  taken: number
  /** Empty ones, of which nothing is kept. */
  removed: number
}

/**
 * Takes in what was left in the drop folder, in the order of names, because a balance is carried from one day to the next. A file leaves
 * the folder once it was loaded or refused; whoever dies before leaves it there, and the same bytes are loaded once. A file that fails
 * keeps none of the others waiting; the failures are thrown together at the end. Empty files are removed, so that the folder does not
 * grow for ever.
 */
export async function takeDroppedStatements(
  deps: { pool: pg.Pool; files: FileStore },
  { now = Date.now() }: { now?: number } = {},
): Promise<DroppedStatements> {
  const done: DroppedStatements = { taken: 0, removed: 0 }
  const failures: unknown[] = []
  for (const key of await deps.files.list(DROP_FOLDER)) {
    // What is empty does not count: whoever marks his files by empty ones beside them would fill a run with those.
    if (done.taken + failures.length >= MOST_FILES) break
    try {
      const became = await takeDropped(deps, { key, now })
      if (became !== 'left') done[became] += 1
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'dropped statements could not be taken')
  return done
}

async function takeDropped(
  deps: { pool: pg.Pool; files: FileStore },
  { key, now }: { key: string; now: number },
): Promise<keyof DroppedStatements | 'left'> {
  const file = await deps.files.stat(key)
  if (!file || now - file.lastModified.getTime() < (file.bytes === 0 ? EMPTY_MS : QUIET_MS)) return 'left'
  if (file.bytes === 0) {
    await deps.files.delete(key)
    return 'removed'
  }
  const sent = { fileName: basename(key), loadedBy: 'drop' }
  if (file.bytes > LARGEST_STATEMENT) await keepOversized(deps, { ...sent, key, bytes: file.bytes })
  else await receiveStatement(deps, { ...sent, body: await deps.files.get(key) })
  await deps.files.delete(key)
  return 'taken'
}
