import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { TaxBase } from './withhold-tax.ts'

/** Goods are sold by their supplier; who works for a commission is an individual, or hands in an invoice. */
export type PayeeTaxKind = 'goods' | 'individual' | 'invoice'

/** As the party said when it applied, and was admitted; a streamer of whom nothing is known is an individual. */
export async function readTaxKind(db: Db, partyId: string): Promise<PayeeTaxKind> {
  const { rows } = await sql<{ kind: string; taxKind: string | null }>`
    SELECT party.kind,
      (SELECT form ->> 'taxKind' FROM application
        WHERE party_id = party.id AND state = 'approved' AND form ? 'taxKind' ORDER BY decided_at DESC LIMIT 1) AS tax_kind
    FROM party WHERE id = ${partyId}
  `.execute(db)
  const [party] = rows
  if (party?.kind === 'supplier' || party === undefined) return 'goods'
  if (party.kind === 'agency') return 'invoice'
  return party.taxKind === null || party.taxKind === 'individual' ? 'individual' : 'invoice'
}

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
