import type { ChartKind } from '@haowu/shared/ledger.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface BalanceStep {
  /** What the entries are of. */
  kind: string
  entries: number
  /** What they added to the balance, and what they took from it, on the side that the account grows on. */
  addedFen: bigint
  takenFen: bigint
  /** The balance after this step, when the steps are taken in their order. */
  levelFen: bigint
  firstOn: string
  lastOn: string
}

export interface ExplainedBalance {
  steps: BalanceStep[]
  /** What the ledger has as the balance; the last level is the same, or `agrees` is false. */
  balanceFen: bigint
  agrees: boolean
}

/**
 * How a balance came about: what each kind of entry added and took, from nothing to what stands there now, in the order in which the kinds first
 * occurred. Of one party's account, or of all accounts of a kind together.
 */
export async function explainBalance(
  db: Db,
  { account, partyId }: { account: ChartKind; partyId?: string | undefined },
): Promise<ExplainedBalance> {
  const own = sql`
    SELECT id, normal FROM ledger.account
    WHERE kind = ${account} AND (${partyId ?? null}::uuid IS NULL OR party_id = ${partyId ?? null}::uuid)`
  const { rows } = await sql<Omit<BalanceStep, 'levelFen'>>`
    WITH own AS MATERIALIZED (${own}), side AS (
      SELECT transaction_id, normal = 'D' AS adds, amount_fen FROM ledger.leg JOIN own ON own.id = leg.debit
      UNION ALL
      SELECT transaction_id, normal = 'C', amount_fen FROM ledger.leg JOIN own ON own.id = leg.credit
    )
    SELECT transaction.kind, count(DISTINCT transaction_id)::int AS entries,
      coalesce(sum(amount_fen) FILTER (WHERE adds), 0)::bigint AS added_fen,
      coalesce(sum(amount_fen) FILTER (WHERE NOT adds), 0)::bigint AS taken_fen,
      min(effective_on)::date AS first_on, max(effective_on)::date AS last_on
    FROM side JOIN ledger.transaction ON transaction.id = transaction_id
    GROUP BY transaction.kind ORDER BY min(transaction_id)
  `.execute(db)
  const { rows: sums } = await sql<{ balanceFen: bigint }>`
    SELECT coalesce(sum(CASE own.normal WHEN 'D' THEN debit_total - credit_total ELSE credit_total - debit_total END), 0)::bigint AS balance_fen
    FROM (${own}) AS own JOIN ledger.balance ON account_id = own.id
  `.execute(db)
  const balanceFen = sums[0]?.balanceFen ?? 0n
  let levelFen = 0n
  const steps = rows.map(row => {
    levelFen += row.addedFen - row.takenFen
    return { ...row, levelFen }
  })
  return { steps, balanceFen, agrees: levelFen === balanceFen }
}
