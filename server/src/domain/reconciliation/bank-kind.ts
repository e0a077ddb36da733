import type { StatementLineDraft } from './statement-parser.ts'

type Kind = StatementLineDraft['kind']

const FEE = /手续费|服务费|工本费|账户管理费|\bfees?\b|\bcharges?\b/i
const SETTLEMENT = /结算|清算|资金划拨|财付通|支付宝|备付金|\bsettlement\b/i
/** Numbers of our payouts; everything else that leaves is a transfer. */
const PAYOUT = /^T\d{6}[0-9A-Z]{10}$/

/** What a bank line is, as far as it says: the words of the bank first, then our own number, then the direction. */
export function kindOfBankLine(line: {
  amountFen: bigint
  ownNo: string | null
  texts: (string | null)[]
  isCharge?: boolean
}): Kind {
  const words = line.texts.filter(text => text !== null).join(' ')
  if (line.ownNo !== null && PAYOUT.test(line.ownNo)) return 'payout'
  if (line.isCharge || (line.amountFen < 0n && FEE.test(words))) return 'fee'
  if (line.amountFen > 0n && SETTLEMENT.test(words)) return 'settlement'
  return line.amountFen === 0n ? 'other' : 'transfer'
}

/** What was ours in the reference of a line: the number of one payout, or else that of a batch. */
export function numbersOf(reference: string | null): { ownNo: string | null; batchNo: string | null } {
  return { ownNo: reference, batchNo: reference === null || PAYOUT.test(reference) ? null : reference }
}
