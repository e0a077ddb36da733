import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { AdjustmentLine } from '#domain/ledger/adjustment-entries.ts'

/** Throws `not_found` when a line names a party that there is not; the platform has no such accounts. */
export async function requireParties(
  trx: Transaction<Database>,
  lines: readonly AdjustmentLine[],
): Promise<void> {
  const ids = [...new Set(lines.flatMap(({ partyId }) => partyId ?? []))]
  if (ids.length === 0) return
  const found = await trx
    .selectFrom('party')
    .select('id')
    .where('id', 'in', ids)
    .where('kind', '<>', 'platform')
    .execute()
  if (found.length < ids.length) throw new DomainError('not_found', { what: 'party' })
}
