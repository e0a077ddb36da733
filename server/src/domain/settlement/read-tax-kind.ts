import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

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
