import { sql } from 'kysely'

/**
 * Of the `accrual` of a query: what whoever was at fault paid its party for refunds of the order, less what the party itself paid others
 * as the one at fault. The latter stands in the ledger alone; of the earners only a supplier or a streamer can be at fault, so that
 * who earned in two roles bears it once.
 */
export const madeGoodFen = sql<bigint>`(
  coalesce((SELECT sum(compensated_fen) FROM claw WHERE claw.order_id = accrual.order_id AND claw.role = accrual.role), 0)
  - coalesce((
    SELECT sum(leg.amount_fen) FROM ledger.leg
    JOIN ledger.transaction ON transaction.id = leg.transaction_id AND transaction.kind = 'refund_compensated'
    JOIN ledger.account ON account.id = leg.debit AND account.party_id = accrual.party_id
    WHERE leg.order_id = accrual.order_id AND accrual.role IN ('supplier', 'streamer')
  ), 0)
)::bigint`
