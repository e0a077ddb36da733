import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { readRule } from '#domain/rules/read-rules.ts'

/** Mean stars in hundredths, of the ratings that count. */
export interface RatingMeans {
  count: number
  goods: number
  service: number
  logistics: number
}

export interface SaidByBuyer {
  id: string
  shownName: string
  goods: number
  service: number
  logistics: number
  words: string
  ratedAt: Date
}

export interface OwnRating {
  /** The parcel has arrived: there is something to say. */
  mayRate: boolean
  rating: Pick<SaidByBuyer, 'goods' | 'service' | 'logistics' | 'words' | 'shownName' | 'ratedAt'> | null
  /** Until when what was said may be changed. */
  editableUntil: Date | null
  isEditable: boolean
}

/** What the holder of an order's link said, and may still say. Throws `not_found`. */
export async function readOwnRating(db: Db, { linkToken }: { linkToken: string }): Promise<OwnRating> {
  const { value } = await readRule(db, 'rating_limits')
  const { rows } = await sql<OwnRow>`
    SELECT orders.received_at IS NOT NULL AS may_rate, goods, service, logistics, words, shown_name, rated_at,
      rated_at + ${value.editDays}::int * interval '1 day' AS editable_until,
      coalesce(rated_at + ${value.editDays}::int * interval '1 day' > app_now(), false) AS is_editable
    FROM orders LEFT JOIN rating ON rating.order_id = orders.id
    WHERE orders.link_token_hash = ${hashLinkToken(linkToken)}
  `.execute(db)
  const [row] = rows
  if (!row) throw new DomainError('not_found')
  const { mayRate, editableUntil, isEditable, ratedAt, ...said } = row
  const rating = ratedAt === null ? null : { ...(said as Omit<SaidByBuyer, 'id' | 'ratedAt'>), ratedAt }
  return { mayRate, rating, editableUntil, isEditable }
}

type OwnRow = Pick<OwnRating, 'mayRate' | 'editableUntil' | 'isEditable'> & {
  [K in 'goods' | 'service' | 'logistics' | 'words' | 'shownName']: SaidByBuyer[K] | null
} & { ratedAt: Date | null }

export interface RatedSupplier extends RatingMeans {
  /** The room's items that this supplier sends; who it is, the public is not told. */
  itemIds: string[]
  latest: Omit<SaidByBuyer, 'id'>[]
}

const LATEST = 5

/** How buyers rated those who supply a room's items, each only from so many ratings on as the rule says. */
export async function readRoomRatings(db: Db, { roomCode }: { roomCode: string }): Promise<RatedSupplier[]> {
  const { value: limits } = await readRule(db, 'rating_limits')
  const { rows } = await sql<RatingMeans & { supplierId: string; itemIds: string[] }>`
    WITH shown AS (
      SELECT item.supplier_id, array_agg(item.id) AS item_ids
      FROM live_session JOIN slot ON slot.session_id = live_session.id JOIN item ON item.id = slot.item_id
      WHERE live_session.room_code = ${roomCode.toUpperCase()}
      GROUP BY item.supplier_id
    )
    SELECT shown.supplier_id, shown.item_ids, means.* FROM shown CROSS JOIN LATERAL (${means(limits.windowDays)}) AS means
    WHERE means.count >= ${limits.shownFrom}
  `.execute(db)
  return Promise.all(
    rows.map(async ({ supplierId, ...rated }) => ({ ...rated, latest: await readLatest(db, supplierId) })),
  )
}

/** How buyers rated a supplier lately, whether or not it is shown to the public yet. */
export async function readRatingMeans(
  db: Db,
  { supplierId }: { supplierId: string },
): Promise<RatingMeans & { shownFrom: number }> {
  const { value: limits } = await readRule(db, 'rating_limits')
  const { rows } = await sql<RatingMeans>`
    SELECT means.* FROM (SELECT ${supplierId}::uuid AS supplier_id) AS shown CROSS JOIN LATERAL (${means(limits.windowDays)}) AS means
  `.execute(db)
  const [found] = rows
  if (!found) throw new Error('no means')
  return { ...found, shownFrom: limits.shownFrom }
}

const means = (windowDays: number) => sql`
  SELECT count(*)::int AS count, coalesce(round(avg(goods) * 100), 0)::int AS goods,
    coalesce(round(avg(service) * 100), 0)::int AS service, coalesce(round(avg(logistics) * 100), 0)::int AS logistics
  FROM rating
  WHERE rating.supplier_id = shown.supplier_id AND counts AND hidden_at IS NULL AND rated_on > business_day(app_now()) - ${windowDays}::int
`

async function readLatest(db: Db, supplierId: string): Promise<Omit<SaidByBuyer, 'id'>[]> {
  return db
    .selectFrom('rating')
    .select(['shownName', 'goods', 'service', 'logistics', 'words', 'ratedAt'])
    .where('supplierId', '=', supplierId)
    .where('counts', '=', true)
    .where('hiddenAt', 'is', null)
    .where('words', '<>', '')
    .orderBy('id', 'desc')
    .limit(LATEST)
    .execute()
}

export interface RatingRow extends SaidByBuyer {
  title: string
  counts: boolean
  /** The clause for which it is not shown, and why; it does not count then. */
  hiddenClause: string | null
  hiddenReason: string | null
}

/** What buyers said to a supplier, newest first, one more than `limit`. */
export async function listRatings(
  db: Db,
  { supplierId, cursor, limit }: { supplierId: string; cursor?: string | undefined; limit: number },
): Promise<RatingRow[]> {
  let query = db
    .selectFrom('rating')
    .innerJoin('orders', 'orders.id', 'rating.orderId')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .select([
      'rating.id',
      'shownName',
      'goods',
      'service',
      'logistics',
      'words',
      'ratedAt',
      'counts',
      'hiddenClause',
      'hiddenReason',
      'item.title',
    ])
    .where('rating.supplierId', '=', supplierId)
    .orderBy('rating.id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('rating.id', '<', cursor)
  return query.execute()
}
