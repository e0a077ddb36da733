import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellLine } from './tell-line.ts'
import { endWaits } from './wait-store.ts'

/** Waits no longer; those behind move up. What ended before stays as it ended. Throws `not_found`. */
export async function leaveLine(
  deps: { db: Db },
  { waitId, streamerId }: { waitId: string; streamerId: string },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const own = sql<boolean>`id = ${waitId} AND streamer_id = ${streamerId}`
    const [left] = await endWaits(trx, own, 'left')
    if (left) return tellLine(trx, { itemId: left.itemId, and: [streamerId] })
    const { rows } = await sql`SELECT FROM hold_wait WHERE ${own}`.execute(trx)
    if (rows.length === 0) throw new DomainError('not_found', { what: 'wait' })
  })
}
