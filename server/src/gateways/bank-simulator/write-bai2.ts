import { type BankMovement, type BankStatement, closingOf, shortDay, sumsOf } from './bank-statement.ts'

const RECORD = 80
const CODES = { settlement: '165', payout: '475', fee: '698', returned: '255' } as const

/** BAI2's form: records of eighty characters at most, what is longer goes on in 88s, and control totals at three levels. */
export function writeBai2(statement: BankStatement): Buffer {
  const { credits, debits } = sumsOf(statement)
  const day = shortDay(statement.day)
  const closing = closingOf(statement)
  const account = [
    `03,${statement.accountNo},CNY,010,${statement.openingFen},,,015,${closing},,/`,
    `88,100,${credits.fen},${credits.count},Z,400,${debits.fen},${debits.count}/`,
    ...statement.movements.flatMap(transaction),
  ]
  const total = statement.openingFen + closing + (credits.fen + debits.fen) * 2n
  const records = account.length + 1
  return Buffer.from(
    `${[
      `01,HAOWCNBJ,HAOWU,${day},0800,1,${RECORD},,2/`,
      `02,HAOWU,HAOWCNBJ,1,${day},2400,CNY,2/`,
      ...account,
      `49,${total},${records}/`,
      `98,${total},1,${records + 2}/`,
      `99,${total},1,${records + 4}/`,
    ].join('\r\n')}\r\n`,
  )
}

function transaction(movement: BankMovement): string[] {
  const { amountFen, kind, bankNo, ownNo, batchNo, counterparty, summary } = movement
  const size = amountFen < 0n ? -amountFen : amountFen
  const head = `16,${CODES[kind]},${size},Z,${bankNo},${ownNo ?? batchNo ?? ''},`
  const text = `/NAME/${counterparty}/REMI/${summary}`.replaceAll(',', ' ')
  const room = RECORD - head.length
  const pieces = [
    text.slice(0, room),
    ...(text.slice(room).match(new RegExp(`.{1,${RECORD - 3}}`, 'gu')) ?? []),
  ]
  return pieces.map((piece, at) => `${at === 0 ? head : '88,'}${piece}`)
}
