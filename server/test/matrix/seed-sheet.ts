import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Markers } from './seed-tenant.ts'

/** A run sheet that is shared, with an edit that met another. */
export async function seedSheet(
  db: Db,
  { sessionId, slotId }: { sessionId: string; slotId: string },
  markers: Markers,
): Promise<{ shareId: string; editId: string }> {
  const { id: shareId } = await db
    .insertInto('sheetShare')
    .values({
      sessionId,
      name: markers.streamerPrivate.slice(0, 40),
      tokenHash: randomBytes(32),
      expiresAt: sql`app_now() + interval '1 day'`,
      createdBy: 'test',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const editId = randomUUID()
  await db
    .insertInto('sheetEdit')
    .values({
      id: editId,
      sessionId,
      slotId,
      field: 'script',
      value: JSON.stringify(markers.streamerPrivate),
      theirs: JSON.stringify(''),
      outcome: 'conflict',
      actor: 'test',
    })
    .execute()
  return { shareId, editId }
}
