import type { Fen } from '@haowu/shared/money.ts'
import type { RailPayee } from '../payment-rail.ts'

/** What the buyer of the simulator's cashier page can make happen, each the name of its button. */
export const CASHIER_BUTTONS = ['pay', 'refuse', 'pay_slow', 'pay_repeat', 'pay_lost', 'pay_late'] as const
export type CashierButton = (typeof CASHIER_BUTTONS)[number]

/**
 * How a refund or transfer goes.
 * `succeed` and `fail` answer at once and end a moment later with a callback; `answer_lost` is done, but our call
 * sees no answer; `call_lost` never reached the rail, and our call sees no answer either.
 */
export type Behaviour = 'succeed' | 'fail' | 'answer_lost' | 'call_lost'

export type BehaviourRequest =
  | { call: 'refund'; outRefundNo: string; amountFen: Fen }
  | { call: 'transfer'; outTransferNo: string; amountFen: Fen; payee: RailPayee }

export type ChooseBehaviour = (request: BehaviourRequest) => Behaviour

const TEST_ACCOUNTS: Record<string, Behaviour> = {
  '0000000000000001': 'fail',
  '0000000000000002': 'answer_lost',
  '0000000000000003': 'call_lost',
}

/** Test account numbers, as payment institutions publish them: all other accounts and all refunds succeed. */
export const chooseByAccount: ChooseBehaviour = request =>
  (request.call === 'transfer' ? TEST_ACCOUNTS[request.payee.accountNo] : undefined) ?? 'succeed'
