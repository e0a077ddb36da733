import type { Db } from '@haowu/server/db/database.ts'
import { sql } from 'kysely'

const DAY_SECONDS = 86_400

/** Lets the story begin in the past, so that it ends now. Only a database without any trade may be set back. */
export async function rewindClock(db: Db, days: number): Promise<void> {
  await db
    .updateTable('appClock')
    .set({ shiftSeconds: BigInt(-days * DAY_SECONDS) })
    .execute()
}

/** Time passes, up to so many days before the present; never backwards. */
export async function moveClockTo(db: Db, { daysAgo }: { daysAgo: number }): Promise<void> {
  await db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`greatest(shift_seconds, ${-daysAgo * DAY_SECONDS})` })
    .execute()
}

/** The clock that decides, as an instant. */
export async function readNow(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT app_now() AS now`.execute(db)
  const [row] = rows
  if (!row) throw new Error('app_clock has no row')
  return row.now
}
