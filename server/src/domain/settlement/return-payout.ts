import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutReturned } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { findReturnedBy, findReturningLine } from './find-returning-line.ts'
import { lockPayout, markReturned, type StoredPayout } from './payout-store.ts'
import { awaitSecondPerson } from './propose-payout-end.ts'

export interface ReturnPayout {
  payoutId: string
  /** The bank's own number of the line on which the money came back. */
  reference: string
  userId: string
}

/**
 * Money that had arrived came back from the bank, as a line of its statement says: it is available again with the tax that was
 * withheld, and another attempt is another payout. Where no statement that somebody else loaded says so, it waits for a second person who says
 * the same.
 * Told again with the same line, it changes nothing. Throws `not_found`, `payout_state {state}` for one that was never confirmed, or came
 * back by another line, `return_line_used {reference, no}` for a line that brought another payout back, and `return_line_unfit {reference,
 * amountFen}` for one that did not bring this money or explains something else.
 */
export async function returnPayout(
  { db }: { db: Db },
  { payoutId, userId, ...told }: ReturnPayout,
): Promise<{ isWaiting: boolean }> {
  const reference = told.reference.trim()
  return db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (!payout) throw new DomainError('not_found')
    const { state, returnReference } = payout
    if (state === 'returned' && returnReference === reference) return { isWaiting: false }
    if (state !== 'confirmed') throw new DomainError('payout_state', { state })
    const isProved = await proveLine(trx, payout, { reference, userId })
    const end = { outcome: 'returned', reference, userId } as const
    if (!isProved && (await awaitSecondPerson(trx, payout, end))) return { isWaiting: true }
    await bringBack(trx, payout, { payoutId, reference, userId })
    return { isWaiting: false }
  })
}

/** Whether the statements say so themselves; false while nothing but his own word is known of the line. */
async function proveLine(
  trx: Transaction<Database>,
  { payoutId, amountFen, taxFen, sentAt }: StoredPayout,
  { reference, userId }: { reference: string; userId: string },
): Promise<boolean> {
  const no = await findReturnedBy(trx, reference)
  if (no !== undefined) throw new DomainError('return_line_used', { reference, no })
  const netFen = amountFen - taxFen
  const found = await findReturningLine(trx, { payoutId, reference, amountFen: netFen, sentAt, userId })
  if (found === 'unfit')
    throw new DomainError('return_line_unfit', { reference, amountFen: netFen.toString() })
  return found === 'fits'
}

async function bringBack(
  trx: Transaction<Database>,
  { partyId, amountFen, taxFen, proposedBy }: StoredPayout,
  { payoutId, reference, userId }: ReturnPayout,
): Promise<void> {
  const actor = `user:${userId}`
  await markReturned(trx, { payoutId, reference })
  await recordAct(trx, {
    actor,
    action: 'payout_returned',
    subjectType: 'payout',
    subjectId: payoutId,
    facts: { partyId, amountFen: amountFen.toString(), reference, proposedBy },
  })
  await postEntries(trx, [payoutReturned({ payoutId, partyId, amountFen, taxFen, actor })])
}
