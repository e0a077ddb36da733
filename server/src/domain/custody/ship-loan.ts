import type { Carrier } from '@haowu/shared/orders.ts'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { appendLink } from './append-link.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { APP_NOW, lockLoan, moveLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface Parcel {
  carrier: Carrier
  trackingNo: string
}

/** The supplier hands the parcel over. The same parcel told twice is once. Throws `not_found` and `loan_state`. */
export async function shipLoan(
  deps: { db: Db },
  { carrier, trackingNo, ...act }: ActOnLoan & Parcel,
): Promise<{ repeated: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, act)
    if (loan.state === 'shipped' && loan.outCarrier === carrier && loan.outTrackingNo === trackingNo)
      return { repeated: true }
    const { value: windows } = await readRule(trx, 'loan_days')
    await moveLoan(trx, loan, {
      to: 'shipped',
      dueInDays: windows.transit,
      set: { outCarrier: carrier, outTrackingNo: trackingNo, shippedAt: APP_NOW },
    })
    const actor = `member:${act.memberId}`
    await appendLink(trx, {
      itemId: loan.itemId,
      loanId: loan.loanId,
      place: 'in_transit',
      holderId: loan.streamerId,
      carrier,
      trackingNo,
      actor,
      key: `loan:${loan.loanId}:shipped`,
    })
    await tellAboutLoan(trx, loan, {
      to: 'streamer',
      kind: 'loan_moved',
      step: 'shipped',
      facts: { carrier, trackingNo },
    })
    await recordLoanAct(trx, loan, { actor, action: 'loan_shipped', facts: { carrier, trackingNo } })
    return { repeated: false }
  })
}
