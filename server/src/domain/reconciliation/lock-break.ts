import type { BreakClass, BreakEnding } from '@haowu/shared/reconciliation.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** A difference that has not ended yet, for this transaction alone. Throws `not_found` and `break_state {state}`. */
export async function lockBreak(trx: Transaction<Database>, breakId: string) {
  const found = await trx
    .selectFrom('break')
    .selectAll()
    .where('id', '=', breakId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw new DomainError('not_found', { what: 'break' })
  if (found.state === 'resolved') throw new DomainError('break_state', { state: 'resolved' })
  return { ...found, class: found.class as BreakClass, proposed: found.proposed as BreakEnding | null }
}
