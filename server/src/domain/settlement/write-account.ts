import type { Readable } from 'node:stream'
import type { AccountKind } from '@haowu/shared/statements.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { businessTime, writeTable } from '#domain/table-file.ts'
import type { AccountStatement } from './read-account.ts'

export type StatementLanguage = 'zh' | 'en'

export const ACCOUNT_HEADERS: Record<StatementLanguage, string[]> = {
  zh: ['时间', '事项', '订单号', '说明', '变动（元）', '余额（元）', '账本流水号'],
  en: ['Time', 'Event', 'Order', 'Subject', 'Change (CNY)', 'Balance (CNY)', 'Ledger entry'],
}
export const ACCOUNT_ENDS: Record<StatementLanguage, [opening: string, closing: string]> = {
  zh: ['期初', '期末'],
  en: ['Opening', 'Closing'],
}
const KINDS: Record<StatementLanguage, Record<AccountKind, string>> = {
  zh: {
    sale_settled: '订单结算',
    settled_sale_refunded: '退款追缴',
    refund_compensated: '责任赔付',
    payout_requested: '申请提现',
    payout_rejected: '提现未通过，退回',
    payout_failed: '打款失败，退回',
    payout_returned: '打款退汇，退回',
    receivable_drawn: '保证金归还欠款',
    receivable_written_off: '欠款核销',
    adjustment_posted: '人工调整',
    reversal: '冲销',
    other: '其他',
  },
  en: {
    sale_settled: 'Order settled',
    settled_sale_refunded: 'Refund clawed back',
    refund_compensated: 'Made good by fault',
    payout_requested: 'Payout asked for',
    payout_rejected: 'Payout rejected, returned',
    payout_failed: 'Payout failed, returned',
    payout_returned: 'Payout came back',
    receivable_drawn: 'Debt paid by deposit',
    receivable_written_off: 'Debt written off',
    adjustment_posted: 'Adjusted by hand',
    reversal: 'Reversed',
    other: 'Other',
  },
}

/** The statement as a file's bytes: the same month gives the same bytes, whenever it is asked for. Amounts are plain decimals. */
export function writeAccount(
  statement: AccountStatement,
  { format, language }: { format: 'csv' | 'xlsx'; language: StatementLanguage },
): Readable {
  const rows = accountRows(statement, language)
  return writeTable({ name: statement.month, header: ACCOUNT_HEADERS[language], rows }, format)
}

/** Opening first, closing last. Times are the business's own; the offset says so. */
export function accountRows(
  { openingFen, closingFen, lines }: AccountStatement,
  language: StatementLanguage,
): string[][] {
  const [opening, closing] = ACCOUNT_ENDS[language]
  return [
    ['', opening, '', '', '', writeYuan(openingFen), ''],
    ...lines.map(({ at, kind, orderNo, subject, amountFen, balanceFen, transactionId }) => [
      businessTime(at),
      KINDS[language][kind],
      orderNo ?? '',
      subject ?? '',
      writeYuan(amountFen),
      writeYuan(balanceFen),
      transactionId,
    ]),
    ['', closing, '', '', '', writeYuan(closingFen), ''],
  ]
}
