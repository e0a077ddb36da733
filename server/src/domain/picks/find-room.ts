import type { Db } from '#db/database.ts'

/** The session behind a room code; a code never leads to another one. */
export async function findRoom(db: Db, { roomCode }: { roomCode: string }): Promise<string | undefined> {
  const row = await db
    .selectFrom('liveSession')
    .select('id')
    .where('roomCode', '=', roomCode)
    .executeTakeFirst()
  return row?.id
}
