import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { AccountCode } from './accounts.ts'
import type { Leg } from './entry.ts'
import { type PostedEntry, postEntries } from './post-entries.ts'

interface Reversal {
  transactionId: bigint
  actor: string
  /** The day it counts for; without it, that on which it is posted. */
  effectiveAt?: Date
}

/**
 * Takes a transaction back by a new one with debits and credits swapped; the original stays as it is.
 * Once per transaction; a repeat is answered with the first reversal. Reversing a reversal restores the original.
 * Refuses with `not_found`, and as `postEntries` does when the money has moved on. Holds are released, not reversed.
 */
export async function reverseEntry(
  trx: Transaction<Database>,
  { transactionId, actor, effectiveAt }: Reversal,
): Promise<PostedEntry> {
  const legs = await readSwappedLegs(trx, transactionId)
  if (legs.length === 0) throw new DomainError('not_found')
  const [posted] = await postEntries(trx, [
    {
      key: `reverse:${transactionId}`,
      kind: 'reversal',
      refType: 'transaction',
      refId: String(transactionId),
      actor,
      legs,
      reverses: transactionId,
      ...(effectiveAt && { effectiveAt }),
    },
  ])
  if (posted === undefined) throw new Error(`the reversal of ${transactionId} was not answered`)
  return posted
}

async function readSwappedLegs(trx: Transaction<Database>, transactionId: bigint): Promise<Leg[]> {
  const rows = await trx
    .selectFrom('ledger.leg')
    .innerJoin('ledger.account as debited', 'debited.id', 'ledger.leg.debit')
    .innerJoin('ledger.account as credited', 'credited.id', 'ledger.leg.credit')
    .select(['debited.code as debitCode', 'credited.code as creditCode', 'amountFen', 'orderId'])
    .where('transactionId', '=', transactionId)
    .orderBy('seq')
    .execute()
  return rows.map(row => ({
    debit: row.creditCode as AccountCode,
    credit: row.debitCode as AccountCode,
    amountFen: row.amountFen,
    ...(row.orderId !== null && { orderId: row.orderId }),
  }))
}
