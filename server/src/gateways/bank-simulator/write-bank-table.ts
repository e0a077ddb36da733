import { writeXlsx } from 'hucre/xlsx'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { type BankStatement, closingOf, sumsOf } from './bank-statement.ts'
import { encodeGb18030 } from '../encode-gb18030.ts'

const HEADER = [
  '交易日期',
  '交易时间',
  '借方发生额',
  '贷方发生额',
  '余额',
  '对方户名',
  '摘要',
  '流水号',
  '业务参考号',
]

/** A Chinese bank's own table: titles above, a line of sums below, and numbers that a spreadsheet would eat. */
function tableRows(statement: BankStatement): string[][] {
  const { accountNo, holder, openingFen, movements } = statement
  const { credits, debits } = sumsOf(statement)
  let balance = openingFen
  const rows = movements.map(({ amountFen, at, counterparty, summary, bankNo, ownNo, batchNo }) => {
    balance += amountFen
    const [day = '', time = ''] = new Date(at.getTime() + EAST_OF_GREENWICH)
      .toISOString()
      .slice(0, 19)
      .split('T')
    return [
      day.replaceAll('-', ''),
      time,
      amountFen < 0n ? writeYuan(-amountFen) : '',
      amountFen < 0n ? '' : writeYuan(amountFen),
      writeYuan(balance),
      counterparty,
      summary,
      bankNo,
      ownNo ?? batchNo ?? '',
    ]
  })
  return [
    [`账号：${accountNo}`, `户名：${holder}`],
    ['期初余额：', writeYuan(openingFen)],
    HEADER,
    ...rows,
    [`合计（${movements.length}笔）`, '', writeYuan(debits.fen), writeYuan(credits.fen)],
    ['期末余额：', writeYuan(closingOf(statement))],
  ]
}

const EAST_OF_GREENWICH = 8 * 60 * 60 * 1000

/** In GB18030, each number of the bank behind a tab, so that Excel leaves it alone. */
export function writeBankCsv(statement: BankStatement): Buffer {
  const lines = tableRows(statement).map(cells => cells.map(csvCell).join(','))
  return encodeGb18030(`${lines.join('\r\n')}\r\n`)
}

function csvCell(cell: string): string {
  const kept = /^\d{12,}$/.test(cell) ? `\t${cell}` : cell
  return /[",\n]/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept
}

/** Amounts are numbers here, as a bank's export has them; everything else is text. */
export async function writeBankWorkbook(statement: BankStatement): Promise<Buffer> {
  const rows = tableRows(statement).map(cells =>
    cells.map(cell => (/^-?\d+\.\d\d$/.test(cell) ? Number(cell) : cell)),
  )
  return Buffer.from(await writeXlsx({ sheets: [{ name: '交易明细', rows }] }))
}
