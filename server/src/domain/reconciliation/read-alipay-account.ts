import { alipayParser } from './alipay-bill.ts'
import type { StatementLineDraft } from './statement-parser.ts'

const KINDS: [word: RegExp, kind: StatementLineDraft['kind']][] = [
  [/退款/, 'refund'],
  [/收费|退费|服务费/, 'fee'],
  [/提现/, 'transfer'],
  [/转账|代发/, 'payout'],
  [/支付|交易/, 'payment'],
]

/** Alipay's bill of the account's movements, in the order they were booked, each with what is left. */
export const readAlipayAccount = alipayParser({
  format: 'alipay_account',
  needed: [
    '账务流水号',
    '业务流水号',
    '商户订单号',
    '发生时间',
    '收入金额（+元）',
    '支出金额（-元）',
    '账户余额（元）',
    '业务类型',
  ],
  balance: '账户余额（元）',
  moment: '发生时间',
  counterparty: '对方账号',
  description: '商品名称',
  status: '业务类型',
  footers: { 收入合计: 'credits', 支出合计: 'debits' },
  read: ({ text, fen }) => {
    const outFen = fen('支出金额（-元）')
    return {
      kind: KINDS.find(([word]) => word.test(text('业务类型')))?.[1] ?? 'other',
      amountFen: fen('收入金额（+元）') - (outFen < 0n ? -outFen : outFen),
      feeFen: 0n,
      ownNo: text('商户订单号') || null,
      channelNo: text('业务流水号') || null,
      batchNo: text('账务流水号') || null,
    }
  },
})
