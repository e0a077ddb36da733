import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { deposit, depositHeld } from '#domain/ledger/accounts.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'
import { standing } from '#domain/catalog/item-states.ts'

/** What a party's deposit is reckoned from. */
export interface TradeFacts {
  partyId: string
  kind: 'supplier' | 'streamer'
  tier: string
  /** Categories of what the supplier has on offer. */
  categories: string[]
  /** Paid sales of the last 30 days that were not refunded, as supplier or as streamer. */
  salesFen: Fen
  /** Held behind live holds and loans that are open: a part of each price, by the rule at the time it was taken. */
  liveHeldFen: Fen
  onLoanFen: Fen
}

/** An order is paid within minutes: this finds those of 30 days by their index. */
const recent = sql`created_at > app_now() - interval '31 days'`

/** The facts of many parties in one statement; parties of other kinds and unknown ones are left out. */
export async function readTradeFacts(db: Db, partyIds: string[]): Promise<TradeFacts[]> {
  if (partyIds.length === 0) return []
  const { rows } = await sql<TradeFacts>`
    WITH asked AS MATERIALIZED (
      SELECT id, kind, tier FROM party WHERE id = ANY(${partyIds}::uuid[]) AND kind IN ('supplier', 'streamer')
    ), offered AS (
      SELECT supplier_id AS id, array_agg(DISTINCT category_code) AS categories FROM item
      WHERE supplier_id IN (SELECT id FROM asked WHERE kind = 'supplier')
        AND state IN ${standing}
      GROUP BY supplier_id
    ), sold AS (
      SELECT id, sum(paid_fen)::bigint AS sales_fen FROM (
        SELECT supplier_id AS id, paid_fen, paid_at, state FROM orders
          WHERE supplier_id IN (SELECT id FROM asked WHERE kind = 'supplier') AND ${recent}
        UNION ALL
        SELECT streamer_id, paid_fen, paid_at, state FROM orders
          WHERE streamer_id IN (SELECT id FROM asked WHERE kind = 'streamer') AND ${recent}
      ) AS sale
      WHERE paid_at > app_now() - interval '30 days' AND state NOT IN ('closed', 'refunded')
      GROUP BY id
    ), held AS (
      SELECT party_id AS id,
        coalesce(sum(amount_fen) FILTER (WHERE reason = 'live_hold'), 0)::bigint AS live_held_fen,
        coalesce(sum(amount_fen) FILTER (WHERE reason = 'loan'), 0)::bigint AS on_loan_fen
      FROM deposit_hold WHERE state = 'open' AND party_id IN (SELECT id FROM asked)
      GROUP BY party_id
    )
    SELECT asked.id AS party_id, asked.kind, asked.tier, coalesce(categories, '{}') AS categories,
      coalesce(sales_fen, 0) AS sales_fen, coalesce(live_held_fen, 0) AS live_held_fen,
      coalesce(on_loan_fen, 0) AS on_loan_fen
    FROM asked LEFT JOIN offered USING (id) LEFT JOIN sold USING (id) LEFT JOIN held USING (id)
    ORDER BY asked.id
  `.execute(db)
  return rows
}

export interface DepositBalance {
  /** All that is deposited: free and held. */
  balanceFen: Fen
  heldFen: Fen
  freeFen: Fen
}

const NOTHING: DepositBalance = { balanceFen: 0n, heldFen: 0n, freeFen: 0n }

/** What these parties have deposited; everyone who was asked for has an answer. */
export async function readDepositBalances(
  db: Db,
  partyIds: readonly string[],
): Promise<(partyId: string) => DepositBalance> {
  const balances = await readBalances(
    db,
    partyIds.flatMap(id => [deposit(id), depositHeld(id)]),
  )
  const found = new Map(
    partyIds.map(id => {
      const freeFen = balances.get(deposit(id)) ?? 0n
      const heldFen = balances.get(depositHeld(id)) ?? 0n
      return [id, { balanceFen: freeFen + heldFen, heldFen, freeFen }]
    }),
  )
  return partyId => found.get(partyId) ?? NOTHING
}
