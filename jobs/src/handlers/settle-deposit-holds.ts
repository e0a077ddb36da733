import { recoverDepositPayments } from '@haowu/server/domain/deposits/recover-payments.ts'
import { settleDepositHolds as settleHolds } from '@haowu/server/domain/deposits/release-deposit.ts'
import { capturePayment } from '@haowu/server/domain/orders/capture-payment.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

/** Frees deposits whose live hold has ended, and finds pay-ins whose callback was lost. */
export async function settleDepositHolds(deps: JobDeps): Promise<void> {
  await inTurn([
    () => settleHolds(deps),
    () => recoverDepositPayments({ ...deps, capture: paid => capturePayment(deps, paid) }),
  ])
}
