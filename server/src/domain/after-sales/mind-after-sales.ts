import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { type LockedAfterSale, lockAfterSale, type Said } from './after-sale-store.ts'
import { agree } from './answer-after-sale.ts'
import { closeAfterSale } from './close-after-sale.ts'
import { finishAfterSale } from './finish-after-sale.ts'
import { followIfWhole } from './follow-refund.ts'
import { startInspection } from './receive-return.ts'
import { refundAfterSale } from './refund-after-sale.ts'

const MOST = 500
const CLOCK: Said = { side: 'clock', actor: 'after-sales' }

/**
 * Does what the clocks of after-sales make due: a supplier who is silent has agreed, a buyer who is silent has given it up, a
 * parcel under way for too long counts as arrived, one that nobody inspected as unharmed. Ends those whose refund has arrived, and
 * has those follow whose order was given back in full by another hand, as when its supplier called it off.
 * One per transaction, found in the table, so that it may run twice and one that fails keeps no other waiting.
 */
export async function mindAfterSales({ db }: { db: Db }): Promise<number> {
  let done = 0
  const mind = async (afterSaleId: string) => {
    if (await db.transaction().execute(async trx => act(trx, await lockAfterSale(trx, { afterSaleId }))))
      done++
  }
  await eachInTurn(await findDue(db), mind, 'after-sales could not be moved')
  return done
}

async function findDue(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM after_sale WHERE ended_at IS NULL AND due_at <= app_now()
    UNION ALL
    SELECT after_sale.id FROM after_sale JOIN refund ON refund.id = refund_id
    WHERE after_sale.state = 'refunding' AND refund.state = 'succeeded'
    UNION ALL
    SELECT after_sale.id FROM after_sale JOIN orders ON orders.id = order_id
    WHERE after_sale.ended_at IS NULL AND after_sale.state <> 'refunding' AND orders.state IN ('refunding', 'refunded')
    LIMIT ${MOST}
  `.execute(db)
  return rows.map(row => row.id)
}

async function act(trx: Transaction<Database>, found: LockedAfterSale): Promise<boolean> {
  const { state } = found
  if (state === 'refunding') return finishAfterSale(trx, { ...found, state }, CLOCK)
  if (await followIfWhole(trx, found, CLOCK)) return true
  if (!found.isDue) return false
  switch (state) {
    case 'requested':
      await agree(trx, { ...found, state }, CLOCK)
      return true
    case 'offered':
    case 'refused':
    case 'returning':
      await closeAfterSale(trx, { ...found, state }, CLOCK)
      return true
    case 'in_return':
      await startInspection(trx, { ...found, state }, CLOCK)
      return true
    case 'inspecting': {
      const amountFen = found.agreedFen ?? found.askedFen
      await refundAfterSale(trx, { ...found, state }, { amountFen, said: CLOCK })
      return true
    }
    case 'disputed':
    case 'refunded':
    case 'closed':
      return false
  }
}
