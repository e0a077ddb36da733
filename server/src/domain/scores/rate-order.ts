import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { RuleValue } from '#domain/rules/rule.ts'
import { countAgain } from './count-days.ts'

export interface RateOrder {
  /** Of the order's own page: nobody else can say anything about it. */
  linkToken: string
  goods: number
  service: number
  logistics: number
  words: string
}

/**
 * What a buyer says of an order that arrived; said again within the days of the rule, it replaces what he said before. The first
 * few of one buyer about one supplier count in a month, the others are kept and shown to the supplier only.
 * Throws `not_found`, `order_state {state}` before the parcel has arrived, or `deadline_passed {until}`.
 */
export async function rateOrder({ db }: { db: Db }, said: RateOrder): Promise<{ counts: boolean }> {
  return db.transaction().execute(async trx => {
    const order = await lockRateable(trx, said.linkToken)
    const { value: limits, version } = await readRule(trx, 'rating_limits')
    const earlier = await findRating(trx, order.orderId, limits)
    if (!earlier) return { counts: await insertRating(trx, { order, said, limits }) }
    if (earlier.isOver)
      throw new DomainError('deadline_passed', {
        until: earlier.until.toISOString(),
        rule: 'rating_limits',
        ruleVersion: version,
      })
    const { goods, service, logistics, words } = said
    await trx
      .updateTable('rating')
      .set({ goods, service, logistics, words, editedAt: sql<Date>`app_now()` })
      .where('orderId', '=', order.orderId)
      .execute()
    if (earlier.counts) await countAgain(trx, { day: earlier.ratedOn, source: 'ratings' })
    return { counts: earlier.counts }
  })
}

interface RateableOrder {
  orderId: string
  supplierId: string
  streamerId: string
  buyerHash: Buffer | null
  shownName: string
}

async function lockRateable(trx: Transaction<Database>, linkToken: string): Promise<RateableOrder> {
  const order = await trx
    .selectFrom('orders')
    .innerJoin('buyerContact', 'buyerContact.orderId', 'orders.id')
    .select(['orders.id as orderId', 'supplierId', 'streamerId', 'buyerHash', 'nameMasked as shownName'])
    .select(['orders.state', 'receivedAt'])
    .where('linkTokenHash', '=', hashLinkToken(linkToken))
    .forNoKeyUpdate('orders')
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  if (order.receivedAt === null) throw new DomainError('order_state', { state: order.state })
  return order
}

type RatingLimits = RuleValue<'rating_limits'>

async function findRating(trx: Transaction<Database>, orderId: string, { editDays }: RatingLimits) {
  const { rows } = await sql<{ counts: boolean; ratedOn: string; until: Date; isOver: boolean }>`
    SELECT counts, rated_on::text, until, until <= app_now() AS is_over
    FROM rating CROSS JOIN LATERAL (SELECT rated_at + ${editDays}::int * interval '1 day' AS until) AS edit
    WHERE order_id = ${orderId}
  `.execute(trx)
  return rows[0]
}

async function insertRating(
  trx: Transaction<Database>,
  { order, said, limits }: { order: RateableOrder; said: RateOrder; limits: RatingLimits },
): Promise<boolean> {
  const { orderId, supplierId, streamerId, buyerHash, shownName } = order
  const { goods, service, logistics, words } = said
  // Several orders of one buyer may be rated at the same moment; they take turns, so that no fourth one counts.
  if (buyerHash) {
    const turn = `rating ${supplierId} ${buyerHash.toString('hex')}`
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.execute(trx)
  }
  const { rows } = await sql<{ counts: boolean }>`
    INSERT INTO rating (order_id, supplier_id, streamer_id, goods, service, logistics, words, shown_name, buyer_hash, counts)
    SELECT ${orderId}, ${supplierId}, ${streamerId}, ${goods}, ${service}, ${logistics}, ${words}, ${shownName}, ${buyerHash},
      count(*) < ${limits.perBuyerMonth}
    FROM rating AS own
    WHERE own.supplier_id = ${supplierId} AND own.buyer_hash = ${buyerHash} AND own.counts
      AND own.rated_on >= date_trunc('month', business_day(app_now()))::date
    RETURNING counts
  `.execute(trx)
  const [row] = rows
  if (!row) throw new Error('a rating was not stored')
  return row.counts
}
