import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type PayeeTaxKind, readTaxKind } from './read-tax-kind.ts'
import { readTaxBase } from './read-tax-base.ts'
import { type Withheld, withholdTax } from './withhold-tax.ts'

export interface TaxPreview {
  taxKind: PayeeTaxKind
  taxFen: Fen
  /** Null where nothing is withheld. */
  steps: Withheld['steps'] | null
}

/** What would be withheld of a payout now, with how it is reckoned; the payout itself freezes exactly this. */
export async function previewTax(
  db: Db,
  { partyId, amountFen }: { partyId: string; amountFen: Fen },
): Promise<TaxPreview> {
  const taxKind = await readTaxKind(db, partyId)
  if (taxKind !== 'individual') return { taxKind, taxFen: 0n, steps: null }
  const { value } = await readRule(db, 'labour_tax')
  return { taxKind, ...withholdTax(amountFen, await readTaxBase(db, partyId), value) }
}
