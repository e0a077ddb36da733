import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { appendLink } from './append-link.ts'
import { liftOverdue } from './end-lending.ts'
import { APP_NOW, lockLoan, moveLoan } from './loan-store.ts'
import type { Parcel } from './ship-loan.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface SendBack extends Parcel {
  loanId: string
  streamerId: string
  memberId: string
  photos: string[]
}

/**
 * The streamer sends the piece back: being late no longer counts against him, his deposit stays behind it until the
 * supplier has it. The same parcel told twice is once. Throws `not_found` and `loan_state`.
 */
export async function sendBackLoan(deps: { db: Db }, act: SendBack): Promise<{ repeated: boolean }> {
  const { carrier, trackingNo, photos } = act
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, { loanId: act.loanId, streamerId: act.streamerId })
    if (loan.state === 'sent_back' && loan.backCarrier === carrier && loan.backTrackingNo === trackingNo)
      return { repeated: true }
    const { value: windows } = await readRule(trx, 'loan_days')
    await moveLoan(trx, loan, {
      to: 'sent_back',
      dueInDays: windows.transit,
      set: { backCarrier: carrier, backTrackingNo: trackingNo, sentBackAt: APP_NOW },
    })
    await liftOverdue(trx, loan)
    const actor = `member:${act.memberId}`
    await appendLink(trx, {
      itemId: loan.itemId,
      loanId: loan.loanId,
      place: 'in_transit',
      holderId: loan.supplierId,
      carrier,
      trackingNo,
      photos,
      actor,
      key: `loan:${loan.loanId}:sent_back`,
    })
    await tellAboutLoan(trx, loan, {
      to: 'supplier',
      kind: 'loan_moved',
      step: 'sent_back',
      facts: { carrier, trackingNo },
    })
    await recordLoanAct(trx, loan, { actor, action: 'loan_sent_back', facts: { carrier, trackingNo } })
    return { repeated: false }
  })
}
