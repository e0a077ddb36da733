import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseReport } from './refuse-report.ts'
import { reportInForce } from './report-in-force.ts'

interface Seen {
  state: string
  reportInForce: boolean
}

/** Says why a hold was refused. It only explains: the conditional UPDATE has already decided. */
export async function refuseHold(trx: Transaction<Database>, itemId: string): Promise<never> {
  const { rows } = await sql<Seen>`
    SELECT state, ${reportInForce} AS report_in_force FROM item WHERE id = ${itemId}
  `.execute(trx)
  const [seen] = rows
  if (!seen) throw new DomainError('not_found', { what: 'item' })
  switch (seen.state) {
    case 'live_held':
    case 'checkout_held':
      if (!seen.reportInForce) return refuseReport(trx, itemId)
      throw new DomainError('item_held_elsewhere', { itemId })
    case 'draft':
    case 'available':
      if (!seen.reportInForce) return refuseReport(trx, itemId)
      // A draft with a report in force waits for its supplier; anything else is free again since the refusal.
      throw new DomainError('item_unavailable', { itemId })
    default:
      throw new DomainError('item_unavailable', { itemId })
  }
}
