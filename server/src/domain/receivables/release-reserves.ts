import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { reserveReleased } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { recoupFrom } from './recoup.ts'

const BATCH = 500
const MOST_BATCHES = 200

/** Makes available what was kept back of settlements and whose days are over, less what refunds drew; debts are paid of it first. */
export async function releaseReserves({ db }: { db: Db }): Promise<number> {
  let released = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await db.transaction().execute(releaseBatch)
    released += count
    if (count < BATCH) break
  }
  return released
}

async function releaseBatch(trx: Transaction<Database>): Promise<number> {
  const due = await trx
    .selectFrom('reserve')
    .select(['id', 'partyId', sql<bigint>`amount_fen - drawn_fen`.as('amountFen')])
    .where('releasedAt', 'is', null)
    .where('until', '<=', sql<Date>`app_now()`)
    .orderBy('partyId')
    .orderBy('until')
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute()
  if (due.length === 0) return 0
  await trx
    .updateTable('reserve')
    .set({ releasedAt: sql`app_now()` })
    .where('id', '=', sql<string>`ANY(${due.map(row => row.id)}::uuid[])`)
    .execute()
  const moving = due.filter(row => row.amountFen > 0n)
  const entries = moving.map(({ id, partyId, amountFen }) =>
    reserveReleased({ reserveId: id, partyId, amountFen }),
  )
  await postEntries(trx, [...entries, ...(await recoupFrom(trx, moving))])
  return due.length
}
