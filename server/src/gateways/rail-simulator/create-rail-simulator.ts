import type { Db } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import type { PaymentRail } from '../payment-rail.ts'
import { answerWithin } from './answer-within.ts'
import { type ChooseBehaviour, chooseByAccount } from './behaviour.ts'
import { closePayment, createPayment, queryPayment } from './payments.ts'
import { queryRefund, refundPayment } from './refunds.ts'
import { verifyCallback } from './read-callback.ts'
import { queryTransfer, transferMoney } from './transfers.ts'

export interface RailSimulatorSettings {
  db: Db
  /** Signs callbacks; both processes must have the same. */
  secret: Buffer
  /** Origin under which the cashier page is served. */
  publicUrl: string
  /** How refunds and transfers go; by test account numbers unless a test decides. */
  chooseBehaviour?: ChooseBehaviour
  timeoutMillis?: number
}

const LOST = { outcome: 'unknown' } as const

/** A payment institution for development, demo and tests. All its memory is in the database, so any process may hold one. */
export function createRailSimulator(settings: RailSimulatorSettings): PaymentRail {
  const { secret, publicUrl, chooseBehaviour = chooseByAccount, timeoutMillis = 5_000 } = settings
  const db = keepPlans(settings.db)
  const within = <Value>(call: Parameters<typeof answerWithin<Value>>[1]) => answerWithin(timeoutMillis, call)
  return {
    createPayment: payment => within(() => createPayment(db, publicUrl, payment)),
    queryPayment: outTradeNo => within(() => queryPayment(db, outTradeNo)),
    closePayment: outTradeNo => within(() => closePayment(db, outTradeNo)),
    queryRefund: outRefundNo => within(() => queryRefund(db, outRefundNo)),
    queryTransfer: outTransferNo => within(() => queryTransfer(db, outTransferNo)),
    async refund(refund) {
      const behaviour = chooseBehaviour({ call: 'refund', ...refund })
      if (behaviour === 'call_lost') return LOST
      const answer = await within(() => refundPayment(db, refund, behaviour))
      return behaviour === 'answer_lost' ? LOST : answer
    },
    async transfer(transfer) {
      const behaviour = chooseBehaviour({ call: 'transfer', ...transfer })
      if (behaviour === 'call_lost') return LOST
      const answer = await within(() => transferMoney(db, transfer, behaviour))
      return behaviour === 'answer_lost' ? LOST : answer
    },
    verifyCallback: (headers, rawBody) => verifyCallback(secret, headers, rawBody),
  }
}
