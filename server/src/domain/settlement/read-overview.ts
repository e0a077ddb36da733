import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface AccountGroup {
  /** The kind of account, for example `L:PENDING`; all parties' accounts of a kind together. */
  kind: string
  side: 'debit' | 'credit'
  accounts: number
  /** On the side the kind grows on; negative when it stands on the other. */
  balanceFen: bigint
}

export interface Overview {
  groups: AccountGroup[]
  /** What the debit side has in all, and the credit side; equal, because every leg moves both. */
  debitFen: bigint
  creditFen: bigint
  /** What waits for a person or for the rail. */
  /** What waits for somebody, or for a bank. */
  waiting: {
    payoutsToApprove: number
    batchesToApprove: number
    adjustmentsToApprove: number
    differences: number
    payoutsInFlight: number
    unsplitOrders: number
    openRefunds: number
    receivables: number
  }
}

/** All money at one instant, by kind of account, with the sums that must agree. */
export async function readOverview(db: Db): Promise<Overview> {
  const [groups, waiting] = await Promise.all([readGroups(db), readWaiting(db)])
  const sumOf = (side: AccountGroup['side']) =>
    groups.filter(group => group.side === side).reduce((sum, group) => sum + group.balanceFen, 0n)
  return { groups, debitFen: sumOf('debit'), creditFen: sumOf('credit'), waiting }
}

async function readGroups(db: Db): Promise<AccountGroup[]> {
  const { rows } = await sql<AccountGroup>`
    SELECT chart.kind, CASE chart.normal WHEN 'D' THEN 'debit' ELSE 'credit' END AS side,
      count(balance.account_id)::int AS accounts,
      coalesce(sum(CASE chart.normal WHEN 'D' THEN debit_total - credit_total ELSE credit_total - debit_total END), 0)::bigint
        AS balance_fen
    FROM ledger.chart
    LEFT JOIN ledger.account ON account.kind = chart.kind
    LEFT JOIN ledger.balance ON balance.account_id = account.id
    GROUP BY chart.kind, chart.normal
    ORDER BY array_position(ARRAY['A', 'L', 'I', 'E'], left(chart.kind, 1)), chart.kind
  `.execute(db)
  return rows
}

async function readWaiting(db: Db): Promise<Overview['waiting']> {
  const { rows } = await sql<Overview['waiting']>`
    SELECT
      (SELECT count(*)::int FROM orders WHERE split_at IS NULL AND state IN ('paid', 'shipped', 'received')) AS unsplit_orders,
      -- What is in a batch is decided with it, and what one person says of a payout's end by a second.
      (SELECT count(*)::int FROM payout WHERE state = 'requested' AND batch_id IS NULL OR proposed_outcome IS NOT NULL)
        AS payouts_to_approve,
      (SELECT count(*)::int FROM payout_batch WHERE state IN ('collected', 'submitted')) AS batches_to_approve,
      (SELECT count(*)::int FROM adjustment WHERE state = 'waiting') AS adjustments_to_approve,
      (SELECT count(*)::int FROM break WHERE state <> 'resolved' OR reopen_maker_id IS NOT NULL) AS differences,
      (SELECT count(*)::int FROM receivable WHERE closed_at IS NULL) AS receivables,
      (SELECT count(*)::int FROM payout WHERE state IN ('approved', 'sent', 'unknown')) AS payouts_in_flight,
      (SELECT count(*)::int FROM refund WHERE state IN ('requested', 'processing')) AS open_refunds
  `.execute(db)
  const [waiting] = rows
  if (!waiting) throw new Error('counting gave no row')
  return waiting
}
