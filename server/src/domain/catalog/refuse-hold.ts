import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { reportInForce } from './report-in-force.ts'

interface Seen {
  state: string
  hasReport: boolean
  reportInForce: boolean
}

/** Says why a hold was refused. It only explains: the conditional UPDATE has already decided. */
export async function refuseHold(trx: Transaction<Database>, itemId: string): Promise<never> {
  const { rows } = await sql<Seen>`
    SELECT state, report_id IS NOT NULL AS has_report, ${reportInForce} AS report_in_force FROM item WHERE id = ${itemId}
  `.execute(trx)
  const [seen] = rows
  if (!seen) throw new DomainError('not_found', { what: 'item' })
  switch (seen.state) {
    case 'live_held':
    case 'checkout_held':
      throw new DomainError(seen.reportInForce ? 'item_held_elsewhere' : 'report_invalid', { itemId })
    case 'draft':
      throw new DomainError('report_missing', { itemId })
    case 'available':
      // Free again since the refusal, or its report has run out.
      if (!seen.hasReport) throw new DomainError('report_missing', { itemId })
      throw new DomainError(seen.reportInForce ? 'item_unavailable' : 'report_invalid', { itemId })
    default:
      throw new DomainError('item_unavailable', { itemId })
  }
}
