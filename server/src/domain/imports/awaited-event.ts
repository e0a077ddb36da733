import type { ImportState } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import type { EventKind } from '#domain/outbox/events.ts'

/** Where an import stands while it waits for an event's work to be done, or somebody is at it. */
export const AWAITED_EVENT = {
  uploaded: 'import_uploaded',
  previewing: 'import_uploaded',
  applying: 'import_apply',
  undoing: 'import_undo',
} as const satisfies Partial<Record<ImportState, EventKind>>

/**
 * True while an import stands where this event found it. Of two runs the overtaken one ends without a word, and what the
 * other has not done yet must not count as done.
 */
export async function isAwaited(db: Db, importId: string, kind: EventKind): Promise<boolean> {
  const found = await db
    .selectFrom('itemImport')
    .select('state')
    .where('id', '=', importId)
    .executeTakeFirst()
  const awaited: Partial<Record<string, EventKind>> = AWAITED_EVENT
  return found !== undefined && awaited[found.state] === kind
}
