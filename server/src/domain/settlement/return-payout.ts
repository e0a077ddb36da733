import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutReturned } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { findReturnedBy, lockPayout, markReturned } from './payout-store.ts'

export interface ReturnPayout {
  payoutId: string
  /** The bank's own number of the line on which the money came back. */
  reference: string
  actor: string
}

/**
 * Money that had arrived came back from the bank, as a line of its statement says: it is available again with the tax that was
 * withheld, and another attempt is another payout. Told again with the same line, it changes nothing. Throws `not_found`,
 * `payout_state {state}` for one that was never confirmed, or came back by another line, and `return_line_used {reference, no}` for a line
 * that brought another payout back. The statement may be loaded later: that nothing is known of a line yet does not speak against it.
 */
export async function returnPayout(
  { db }: { db: Db },
  { payoutId, actor, ...told }: ReturnPayout,
): Promise<void> {
  const reference = told.reference.trim()
  await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (!payout) throw new DomainError('not_found')
    const { partyId, amountFen, taxFen, state, returnReference } = payout
    if (state === 'returned' && returnReference === reference) return
    if (state !== 'confirmed') throw new DomainError('payout_state', { state })
    const no = await findReturnedBy(trx, reference)
    if (no !== undefined) throw new DomainError('return_line_used', { reference, no })
    await markReturned(trx, { payoutId, reference })
    const facts = { partyId, amountFen: amountFen.toString(), reference }
    await recordAct(trx, {
      actor,
      action: 'payout_returned',
      subjectType: 'payout',
      subjectId: payoutId,
      facts,
    })
    await postEntries(trx, [payoutReturned({ payoutId, partyId, amountFen, taxFen, actor })])
  })
}
