import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutReturned } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { lockPayout, markReturned } from './payout-store.ts'

export interface ReturnPayout {
  payoutId: string
  /** The bank's own number of the line on which the money came back. */
  reference: string
  actor: string
}

/**
 * Money that had arrived came back from the bank, as a line of its statement says: it is available again with the tax that was
 * withheld, and another attempt is another payout. Told again with the same line, it changes nothing. Throws `not_found`, and
 * `payout_state {state}` for one that was never confirmed, or came back by another line.
 */
export async function returnPayout(
  { db }: { db: Db },
  { payoutId, reference, actor }: ReturnPayout,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (!payout) throw new DomainError('not_found')
    const { partyId, amountFen, taxFen, state, returnReference } = payout
    if (state === 'returned' && returnReference === reference) return
    if (state !== 'confirmed') throw new DomainError('payout_state', { state })
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
