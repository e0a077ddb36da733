import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { businessTime, type Table } from '#domain/table-file.ts'
import type { OpenLine } from './list-open-lines.ts'

const HEADERS = {
  zh: ['业务日', '入账时间', '类型', '金额（元）', '我方单号', '渠道单号', '批次号', '对方', '说明', '差异'],
  en: [
    'Business day',
    'Booked at',
    'Kind',
    'Amount (CNY)',
    'Our number',
    'Their number',
    'Batch',
    'Counterparty',
    'Description',
    'Difference',
  ],
}

/** Every number is text: a spreadsheet that took an order number for a number would keep fifteen of its digits. */
export function openLineTable(
  rows: OpenLine[],
  { name, language }: { name: string; language: 'zh' | 'en' },
): Table {
  return {
    name,
    header: HEADERS[language],
    rows: rows.map(row => [
      row.businessDay,
      businessTime(row.bookedAt),
      row.kind,
      writeYuan(row.amountFen),
      keptWhole(row.ownNo),
      keptWhole(row.channelNo),
      keptWhole(row.batchNo),
      row.counterparty ?? '',
      row.description,
      row.breakClass ?? '',
    ]),
  }
}

/** Excel makes a number of digits in a CSV unless they are written as a text's formula; our own readers take that off again. */
function keptWhole(no: string | null): string {
  return no !== null && /^\d{12,}$/.test(no) ? `\t${no}` : (no ?? '')
}
