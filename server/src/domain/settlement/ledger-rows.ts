import type { LedgerFilter } from '@haowu/shared/ledger.ts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface LedgerRow {
  transactionId: bigint
  seq: number
  kind: string
  refType: string
  effectiveOn: string
  postedAt: Date
  orderNo: string | null
  debit: string
  debitParty: string | null
  credit: string
  creditParty: string | null
  /** The amount where it stands on the debit side of what is looked at; null where it does not. */
  debitFen: bigint | null
  creditFen: bigint | null
}

export interface LedgerPage {
  rows: LedgerRow[]
  nextCursor: string | null
}

/** Legs that fit the filter, latest first, page by page. Throws `bad_request` for a cursor we did not write. */
export async function listLedger(
  db: Db,
  { cursor, limit, ...filter }: LedgerFilter & { cursor?: string | undefined; limit: number },
): Promise<LedgerPage> {
  const place = readPlace(cursor)
  const matching = await matchLegs(db, filter)
  if (matching === null) return { rows: [], nextCursor: null }
  const { rows } = await sql<LedgerRow>`
    WITH page AS MATERIALIZED (
      SELECT leg.*, transaction.kind, ref_type, effective_on, posted_at
      FROM ledger.leg JOIN ledger.transaction ON transaction.id = transaction_id
      WHERE ${matching.where} AND ${place ? sql`(transaction_id, seq) < (${place.id}::bigint, ${place.seq}::int)` : sql`true`}
      ORDER BY transaction_id DESC, seq DESC LIMIT ${limit + 1}
    )
    SELECT transaction_id, seq, page.kind, ref_type, effective_on, posted_at, orders.no AS order_no,
      debited.code AS debit, debtor.name AS debit_party, credited.code AS credit, creditor.name AS credit_party,
      CASE WHEN ${matching.isOwn(sql`page.debit`)} THEN amount_fen END AS debit_fen,
      CASE WHEN ${matching.isOwn(sql`page.credit`)} THEN amount_fen END AS credit_fen
    FROM page
    JOIN ledger.account AS debited ON debited.id = page.debit
    JOIN ledger.account AS credited ON credited.id = page.credit
    LEFT JOIN party AS debtor ON debtor.id = debited.party_id
    LEFT JOIN party AS creditor ON creditor.id = credited.party_id
    LEFT JOIN orders ON orders.id = page.order_id
    ORDER BY transaction_id DESC, seq DESC
  `.execute(db)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { rows: shown, nextCursor: last ? `${last.transactionId}.${last.seq}` : null }
}

export interface LedgerSums {
  debitFen: bigint
  creditFen: bigint
  count: number
}

/** Of every leg that fits, not only of those on a page. */
export async function sumLedger(db: Db, filter: LedgerFilter): Promise<LedgerSums> {
  const nothing = { debitFen: 0n, creditFen: 0n, count: 0 }
  const matching = await matchLegs(db, filter)
  if (matching === null) return nothing
  const { rows } = matching.isWhole
    ? await sql<LedgerSums>`
        SELECT coalesce(sum(debit_total), 0)::bigint AS debit_fen, coalesce(sum(credit_total), 0)::bigint AS credit_fen,
          (coalesce(sum(version), 0) / 2)::int AS count FROM ledger.balance
      `.execute(db)
    : await sql<LedgerSums>`
        SELECT coalesce(sum(amount_fen) FILTER (WHERE ${matching.isOwn(sql`leg.debit`)}), 0)::bigint AS debit_fen,
          coalesce(sum(amount_fen) FILTER (WHERE ${matching.isOwn(sql`leg.credit`)}), 0)::bigint AS credit_fen,
          count(*)::int AS count
        FROM ledger.leg ${matching.needsEntry ? sql`JOIN ledger.transaction ON transaction.id = transaction_id` : sql``}
        WHERE ${matching.where}
      `.execute(db)
  return rows[0] ?? nothing
}

interface Matching {
  where: RawBuilder<unknown>
  /** Whether an account is one of those looked at; every one is when none is named. */
  isOwn: (account: RawBuilder<unknown>) => RawBuilder<unknown>
  needsEntry: boolean
  /** Nothing is filtered: the balances already hold the sums. */
  isWhole: boolean
}

/** What the filter asks, by ids; null when it names an account or order that does not exist, and so nothing can fit. */
async function matchLegs(db: Db, filter: LedgerFilter): Promise<Matching | null> {
  const { account, partyId, orderNo, kind, dayFrom, dayTo } = filter
  const conditions: RawBuilder<unknown>[] = []
  let isOwn: Matching['isOwn'] = () => sql`true`
  if (account !== undefined || partyId !== undefined) {
    const ids = await findAccounts(db, { account, partyId })
    if (ids.length === 0) return null
    isOwn = column => sql`${column} = ANY (${ids}::bigint[])`
    conditions.push(sql`(${isOwn(sql`leg.debit`)} OR ${isOwn(sql`leg.credit`)})`)
  }
  if (orderNo !== undefined) {
    const order = await db.selectFrom('orders').select('id').where('no', '=', orderNo).executeTakeFirst()
    if (!order) return null
    conditions.push(sql`leg.order_id = ${order.id}`)
  }
  const ofEntry = [
    kind === undefined ? null : sql`transaction.kind = ${kind}`,
    dayFrom === undefined ? null : sql`effective_on >= ${dayFrom}::date`,
    dayTo === undefined ? null : sql`effective_on <= ${dayTo}::date`,
  ].filter(condition => condition !== null)
  conditions.push(...ofEntry)
  const isWhole = conditions.length === 0
  const where = isWhole ? sql`true` : sql.join(conditions, sql` AND `)
  return { where, isOwn, needsEntry: ofEntry.length > 0, isWhole }
}

async function findAccounts(
  db: Db,
  { account, partyId }: Pick<LedgerFilter, 'account' | 'partyId'>,
): Promise<bigint[]> {
  let query = db.selectFrom('ledger.account').select('id')
  if (account !== undefined) query = query.where('kind', '=', account)
  if (partyId !== undefined) query = query.where('partyId', '=', partyId)
  return (await query.execute()).map(({ id }) => id)
}

const placeText = z.string().regex(/^\d{1,18}\.\d{1,5}$/)

function readPlace(cursor: string | undefined): { id: string; seq: number } | undefined {
  if (cursor === undefined) return undefined
  if (!placeText.safeParse(cursor).success) throw new DomainError('bad_request', { what: 'cursor' })
  const [id = '', seq = ''] = cursor.split('.')
  return { id, seq: Number(seq) }
}
