import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'

/** Why a supplier may not offer goods of a category. */
export type ListingRefusal = 'category' | 'contract'

export interface ListingRights {
  /** Null when it may. */
  refusal(supplierId: string, categoryCode: string): ListingRefusal | null
}

/** Which of these suppliers may offer what: those admitted to the category who signed the contract that is binding now. */
export async function readListingRights(db: Db, supplierIds: readonly string[]): Promise<ListingRights> {
  const { value } = await readRule(db, 'onboarding_times')
  const { rows } = await sql<{ partyId: string; categories: string[]; signed: boolean }>`
    SELECT party.id AS party_id,
      ARRAY(SELECT category_code FROM category_admission
        WHERE party_id = party.id AND state = 'admitted') AS categories,
      -- A version binds once its days of grace are over; whoever signed a later one has signed it too.
      coalesce((SELECT max(version) FROM contract_acceptance JOIN contract ON contract.id = contract_id
          WHERE party_id = party.id), 0)
        >= coalesce((SELECT max(version) FROM contract WHERE contract.party_kind = party.kind
          AND effective_from + ${value.contractGraceDays} * interval '1 day' <= app_now()), 0) AS signed
    FROM party WHERE party.id = ANY(${[...new Set(supplierIds)]}::uuid[])
  `.execute(db)
  const rights = new Map(rows.map(row => [row.partyId, { ...row, categories: new Set(row.categories) }]))
  return {
    refusal(supplierId, categoryCode) {
      const found = rights.get(supplierId)
      if (!found?.categories.has(categoryCode)) return 'category'
      return found.signed ? null : 'contract'
    },
  }
}
