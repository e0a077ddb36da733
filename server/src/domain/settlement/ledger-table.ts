import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { businessTime, type Table } from '#domain/table-file.ts'
import type { LedgerRow, LedgerSums } from './ledger-rows.ts'

const HEADERS = {
  zh: [
    '分录',
    '业务日',
    '入账时间',
    '事件',
    '订单',
    '借方科目',
    '借方主体',
    '贷方科目',
    '贷方主体',
    '借方（元）',
    '贷方（元）',
  ],
  en: [
    'Entry',
    'Business day',
    'Posted at',
    'Event',
    'Order',
    'Debit account',
    'Debit party',
    'Credit account',
    'Credit party',
    'Debit (CNY)',
    'Credit (CNY)',
  ],
}

/** The rows as a sheet whose every cell is text, with the sums of them all below. */
export function ledgerTable(
  rows: LedgerRow[],
  { sums, language, format }: { sums: LedgerSums; language: 'zh' | 'en'; format: 'csv' | 'xlsx' },
): Table {
  const header = HEADERS[language]
  const lines = rows.map(row => [
    `${row.transactionId}-${row.seq}`,
    row.effectiveOn,
    businessTime(row.postedAt),
    row.kind,
    keptWhole(row.orderNo ?? '', format),
    chartKind(row.debit),
    row.debitParty ?? '',
    chartKind(row.credit),
    row.creditParty ?? '',
    row.debitFen === null ? '' : writeYuan(row.debitFen),
    row.creditFen === null ? '' : writeYuan(row.creditFen),
  ])
  const total = header.map(() => '')
  total[0] = language === 'zh' ? `合计 ${sums.count}` : `Total ${sums.count}`
  total[9] = writeYuan(sums.debitFen)
  total[10] = writeYuan(sums.creditFen)
  return { name: 'ledger', header, rows: [...lines, total] }
}

/** `L:PENDING:<party>` without whose it is: the name stands beside it. */
function chartKind(code: string): string {
  return code.split(':').slice(0, 2).join(':')
}

/** In a CSV, a tab keeps a spreadsheet from taking an order number for a number and keeping fifteen of its digits; a workbook says that it is text. */
function keptWhole(no: string, format: 'csv' | 'xlsx'): string {
  return format === 'csv' && /^\d{12,}$/.test(no) ? `\t${no}` : no
}
