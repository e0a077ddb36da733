import { payInDeposit } from '@haowu/server/domain/deposits/pay-in-deposit.ts'
import { available } from '@haowu/server/domain/ledger/accounts.ts'
import { readBalance } from '@haowu/server/domain/ledger/read-balances.ts'
import { capturePayment } from '@haowu/server/domain/orders/capture-payment.ts'
import { decidePayout } from '@haowu/server/domain/settlement/decide-payout.ts'
import { listPayouts } from '@haowu/server/domain/settlement/list-payouts.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { requestPayout } from '@haowu/server/domain/settlement/request-payout.ts'
import { sendPayouts } from '@haowu/server/domain/settlement/send-payouts.ts'
import { settleDue } from '@haowu/server/domain/settlement/settle-due.ts'
import { pressCashierButton } from '@haowu/server/gateways/rail-simulator/press-cashier-button.ts'
import type { Cast, Player } from './cast.ts'
import type { Stage } from './stage.ts'

const YUAN = 100n

/** Deposits that back the promises, and accounts to be paid to. */
export async function payAt(stage: Stage, cast: Cast): Promise<void> {
  const deposits: [Player, bigint, string, string][] = [
    [cast.supplier, 50_000n, '常州优品二手数码有限公司', '6222021105001234567'],
    // Less than bags call for: the platform has one to remind, and its page shows what each step takes away.
    [cast.rivalSupplier, 80_000n, '上海名奢商贸有限公司', '6222021001007654321'],
    [cast.streamer, 20_000n, '宁小雨', '6214830212345678'],
    [cast.rivalStreamer, 10_000n, '彭大鹏', '6214850287654321'],
  ]
  for (const [player, yuan, holderName, accountNo] of deposits) {
    const { partyId, memberId } = player
    await payDeposit(stage, player, yuan * YUAN)
    await namePayeeAccount(stage, { partyId, holderName, accountNo, bankName: '招商银行', actor: memberId })
  }
}

async function payDeposit(stage: Stage, { partyId }: Player, amountFen: bigint): Promise<void> {
  const returnUrl = `${stage.config.publicUrl}/deposit`
  const { outTradeNo } = await payInDeposit(stage, {
    partyId,
    amountFen,
    idempotencyKey: 'demo-story-deposit',
    returnUrl,
  })
  await playPayer(stage, outTradeNo)
}

/** The payer presses pay at the cashier, and the rail is asked, as the callback may come later. */
export async function playPayer(stage: Stage, outTradeNo: string): Promise<void> {
  await pressCashierButton(stage.db, { outTradeNo, button: 'pay' })
  const answer = await stage.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null)
    throw new Error(`${outTradeNo} was not paid`)
  const { amountFen, transactionId } = answer.value
  await capturePayment(stage, { outTradeNo, transactionId, amountFen })
}

/** What has matured is settled, asked for by one person in finance, approved by another, and transferred. */
export async function payOut(stage: Stage, cast: Cast): Promise<void> {
  await settleDue(stage)
  const { finance, secondFinance, streamer, supplier } = cast
  for (const { partyId } of [streamer, supplier]) {
    const balanceFen = await readBalance(stage.db, available(partyId))
    // The streamer leaves a third for another day.
    const amountFen = partyId === streamer.partyId ? (balanceFen * 2n) / 3n : balanceFen
    if (amountFen < YUAN) continue
    await requestPayout(stage, {
      partyId,
      amountFen,
      makerId: finance.userId,
      idempotencyKey: 'demo-story-payout',
    })
  }
  const { rows } = await listPayouts(stage.db, { states: ['requested'], limit: 10 })
  for (const { payoutId, version } of rows) {
    await decidePayout(stage, { payoutId, version, decision: 'approve', checkerId: secondFinance.userId })
  }
  await sendPayouts(stage, { limit: 10 })
}
