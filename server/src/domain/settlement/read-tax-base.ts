import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { TaxBase } from './withhold-tax.ts'

/**
 * The unbroken run of months of this year, up to this one, in which the party was paid: a month without a payout begins anew.
 * What was rejected, failed or came back does not count.
 */
export async function readTaxBase(db: Db, partyId: string): Promise<TaxBase> {
  const { rows } = await sql<{ month: number; paidFen: bigint; withheldFen: bigint; thisMonth: number }>`
    SELECT extract(month FROM business_day(created_at))::int AS month, sum(amount_fen)::bigint AS paid_fen,
      sum(tax_fen)::bigint AS withheld_fen, extract(month FROM business_day(app_now()))::int AS this_month
    FROM payout
    WHERE party_id = ${partyId} AND tax_kind = 'individual' AND state NOT IN ('rejected', 'failed', 'returned')
      AND date_trunc('year', business_day(created_at)) = date_trunc('year', business_day(app_now()))
    GROUP BY 1 ORDER BY 1 DESC
  `.execute(db)
  const base: TaxBase = { paidFen: 0n, withheldFen: 0n, months: 1 }
  for (const { month, paidFen, withheldFen, thisMonth } of rows) {
    const back = thisMonth - month
    if (back > base.months) break
    if (back > 0) base.months = back + 1
    base.paidFen += paidFen
    base.withheldFen += withheldFen
  }
  return base
}
