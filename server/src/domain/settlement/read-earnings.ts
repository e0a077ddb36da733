import type { EarningState } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Place } from '#domain/keyset-cursor.ts'
import { available, payoutDue, pending, receivable, reserve, sent } from '#domain/ledger/accounts.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { freeBalance } from './free-balance.ts'
import { type Page, type PageQuery, readCursor, toPage } from './keyset.ts'
import { madeGoodFen } from './made-good.ts'

export interface EarningTotals {
  /** Earned, may still be refunded. */
  pendingFen: bigint
  /** Settled and in the balance. */
  availableFen: bigint
  /** May be paid out now: what is owed is paid first. */
  freeFen: bigint
  /** Settled, kept back for some days against refunds. */
  reserveFen: bigint
  /** Asked for or on its way. */
  inPayoutFen: bigint
  paidFen: bigint
  /** Owed back to the platform. */
  receivableFen: bigint
}

export interface Earning {
  orderId: string
  orderNo: string
  itemTitle: string
  role: string
  /** What the sale came to, before anything was taken back. */
  earnedFen: bigint
  /** What of it was settled; null before. */
  settledFen: bigint | null
  clawedFen: bigint
  /** What whoever was at fault paid for refunds of it; negative for who was at fault himself. */
  madeGoodFen: bigint
  /** What is left of it with all of that, before settlement and after. */
  netFen: bigint
  state: EarningState
  earnedAt: Date
  /** When it became payable, or will at the latest if nothing is opened against it; null while nothing is shipped, or never. */
  payableAt: Date | null
  settlementNo: string | null
}

/** What one party earned, has coming, and when: totals from the ledger, one row per order and role, newest first. */
export async function readEarnings(
  db: Db,
  { partyId, ...query }: PageQuery & { partyId: string },
): Promise<{ totals: EarningTotals; page: Page<Earning> }> {
  const [totals, page] = await Promise.all([readTotals(db, partyId), listEarnings(db, { partyId, ...query })])
  return { totals, page }
}

async function readTotals(db: Db, partyId: string): Promise<EarningTotals> {
  const accounts = [pending, available, reserve, payoutDue, sent, receivable].map(account => account(partyId))
  const [balances, paid] = await Promise.all([
    readBalances(db, accounts),
    db
      .selectFrom('payout')
      .select(sql<bigint>`coalesce(sum(amount_fen), 0)::bigint`.as('fen'))
      .where('partyId', '=', partyId)
      .where('state', '=', 'confirmed')
      .executeTakeFirstOrThrow(),
  ])
  const of = (account: (id: string) => ReturnType<typeof pending>) => balances.get(account(partyId)) ?? 0n
  return {
    pendingFen: of(pending),
    availableFen: of(available),
    freeFen: freeBalance({ availableFen: of(available), owedFen: of(receivable) }),
    reserveFen: of(reserve),
    inPayoutFen: of(payoutDue) + of(sent),
    paidFen: paid.fen,
    receivableFen: of(receivable),
  }
}

async function listEarnings(
  db: Db,
  { partyId, cursor, limit }: PageQuery & { partyId: string },
): Promise<Page<Earning>> {
  const { value: confirm } = await readRule(db, 'auto_confirm')
  const after = readCursor(cursor)
  const { rows } = await sql<Earning & { place: Place }>`
    SELECT accrual.order_id, orders.no AS order_no, item.title AS item_title, accrual.role, earned_fen, settled_fen, clawed_fen,
      made_good_fen, earned_fen - clawed_fen + made_good_fen AS net_fen,
      CASE
        WHEN accrual.state = 'settled' THEN 'payable'
        WHEN accrual.state = 'reversed' OR orders.state = 'refunded' THEN 'reversed'
        WHEN orders.state = 'refunding' THEN 'refunding'
        WHEN orders.state = 'paid' THEN 'waiting_shipment'
        WHEN orders.state = 'shipped' THEN 'waiting_receipt'
        WHEN orders.matures_at > app_now() THEN 'maturing'
        ELSE 'due'
      END AS state,
      accrual.created_at AS earned_at,
      CASE orders.state
        WHEN 'completed' THEN settled_at
        WHEN 'received' THEN matures_at
        WHEN 'shipped' THEN shipped_at + (${confirm.days}::int + (terms ->> 'settlementDays')::int) * interval '1 day'
      END AS payable_at,
      settlement_batch.no AS settlement_no,
      json_build_object('at', accrual.created_at::text, 'id', accrual.order_id || '-' || accrual.role) AS place
    FROM accrual
    JOIN orders ON orders.id = accrual.order_id
    JOIN item ON item.id = orders.item_id
    LEFT JOIN settlement_batch ON settlement_batch.id = settlement_batch_id
    CROSS JOIN LATERAL (SELECT ${madeGoodFen} AS made_good_fen) AS made_good
    WHERE accrual.party_id = ${partyId}
      AND (${after?.at ?? null}::timestamptz IS NULL
        OR (accrual.created_at, accrual.order_id || '-' || accrual.role) < (${after?.at ?? null}::timestamptz, ${after?.id ?? ''}))
    ORDER BY accrual.created_at DESC, accrual.order_id || '-' || accrual.role DESC
    LIMIT ${limit + 1}
  `.execute(db)
  return toPage(rows, limit)
}
