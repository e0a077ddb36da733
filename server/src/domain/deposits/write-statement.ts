import type { StatementKind } from '@haowu/shared/deposits.ts'
import type { Readable } from 'node:stream'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { businessTime, writeTable } from '#domain/table-file.ts'
import type { HoldReason } from './deposit-store.ts'
import type { Statement } from './read-statement.ts'

type Language = 'zh' | 'en'

const HEADERS: Record<Language, string[]> = {
  zh: ['时间', '事项', '缘由', '可用变动（元）', '冻结变动（元）', '余额（元）'],
  en: ['Time', 'Event', 'Cause', 'Free change (CNY)', 'Held change (CNY)', 'Balance (CNY)'],
}
const ENDS: Record<Language, [string, string]> = { zh: ['期初', '期末'], en: ['Opening', 'Closing'] }
const KINDS: Record<Language, Record<StatementKind, string>> = {
  zh: {
    deposit_paid_in: '充值',
    deposit_held: '冻结',
    deposit_hold_released: '解冻',
    deposit_hold_expired: '到期解冻',
    deposit_captured: '扣除',
    deposit_capture_returned: '扣除退回',
    receivable_drawn: '归还欠款',
    debt_cancelled: '欠款撤销退回',
    lost_loan_returned: '失而复得退回',
    deposit_exit_sent: '退出退款发出',
    deposit_exit_failed: '退款失败退回',
  },
  en: {
    deposit_paid_in: 'Paid in',
    deposit_held: 'Held',
    deposit_hold_released: 'Released',
    deposit_hold_expired: 'Expired',
    deposit_captured: 'Kept',
    deposit_capture_returned: 'Kept amount returned',
    receivable_drawn: 'Debt paid',
    debt_cancelled: 'Debt cancelled, returned',
    lost_loan_returned: 'Lost piece found, returned',
    deposit_exit_sent: 'Returned on exit',
    deposit_exit_failed: 'Return failed',
  },
}
const REASONS: Record<Language, Record<HoldReason, string>> = {
  zh: { live_hold: '锁货', case: '案件', loan: '借样' },
  en: { live_hold: 'Live hold', case: 'Case', loan: 'Loan' },
}

/** The statement as a file's bytes, opening first, closing last; amounts in yuan as plain decimals. */
export function writeStatement(
  statement: Statement,
  { format, language }: { format: 'csv' | 'xlsx'; language: Language },
): Readable {
  const rows = rowsOf(statement, language)
  return writeTable({ name: statement.month, header: HEADERS[language], rows }, format)
}

function rowsOf({ openingFen, closingFen, lines }: Statement, language: Language): string[][] {
  const [opening, closing] = ENDS[language]
  return [
    ['', opening, '', '', '', writeYuan(openingFen)],
    ...lines.map(({ at, kind, reason, subject, freeFen, heldFen, balanceFen }) => [
      businessTime(at),
      KINDS[language][kind],
      [reason ? REASONS[language][reason] : '', subject ?? ''].filter(Boolean).join(' · '),
      writeYuan(freeFen),
      writeYuan(heldFen),
      writeYuan(balanceFen),
    ]),
    ['', closing, '', '', '', writeYuan(closingFen)],
  ]
}
