import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { type BankMovement, type BankStatement, closingOf, dayBefore, shortDay } from './bank-statement.ts'

const LINES_PER_PAGE = 20
const SUBFIELD = 27
const PURPOSES = 10
const MARKS = { settlement: 'NTRF', payout: 'NTRF', fee: 'NCHG', returned: 'NRTI' } as const

/** SWIFT's form: pages of twenty lines that hand their balance on, references in pieces of twenty-seven characters. */
export function writeMt940(statement: BankStatement): Buffer {
  const pages = cutIntoPages(statement.movements)
  let balance = statement.openingFen
  const messages = pages.map((movements, at) => {
    const opening = balanceField(
      at === 0 ? '60F' : '60M',
      balance,
      at === 0 ? dayBefore(statement.day) : statement.day,
    )
    balance = movements.reduce((sum, { amountFen }) => sum + amountFen, balance)
    const isLast = at === pages.length - 1
    return [
      '{1:F01HAOWCNBJAXXX0000000000}{2:O9400800HAOWCNBJAXXX00000000000800N}{4:',
      `:20:ST${shortDay(statement.day)}`,
      `:25:${statement.accountNo}`,
      `:28C:${statement.sequence}${pages.length > 1 ? `/${at + 1}` : ''}`,
      opening,
      ...movements.flatMap(movement => lineFields(movement, statement.day)),
      isLast
        ? balanceField('62F', closingOf(statement), statement.day)
        : balanceField('62M', balance, statement.day),
      ...(isLast ? [balanceField('64', closingOf(statement), statement.day)] : []),
      '-}',
    ]
  })
  return Buffer.from(`${messages.flat().join('\r\n')}\r\n`)
}

function cutIntoPages(movements: BankMovement[]): BankMovement[][] {
  const pages: BankMovement[][] = []
  for (let at = 0; at < movements.length; at += LINES_PER_PAGE)
    pages.push(movements.slice(at, at + LINES_PER_PAGE))
  return pages.length > 0 ? pages : [[]]
}

function balanceField(tag: string, fen: bigint, day: string): string {
  return `:${tag}:${fen < 0n ? 'D' : 'C'}${shortDay(day)}CNY${comma(fen)}`
}

function comma(fen: bigint): string {
  return writeYuan(fen < 0n ? -fen : fen, ',')
}

/** Money that came back is the reversal of a debit. */
function lineFields(movement: BankMovement, day: string): string[] {
  const { amountFen, kind, bankNo, counterparty, summary, ownNo, batchNo } = movement
  const mark = kind === 'returned' ? 'RD' : amountFen < 0n ? 'D' : 'C'
  const reference = ownNo ?? batchNo
  const purpose = `${reference === null ? '' : `EREF+${reference}`}SVWZ+${summary}`
  const pieces = purpose.match(new RegExp(`.{1,${SUBFIELD}}`, 'gu')) ?? []
  const subfields = pieces.slice(0, PURPOSES).map((piece, at) => `?${20 + at}${piece}`)
  return [
    `:61:${shortDay(day)}${day.slice(5).replace('-', '')}${mark}${comma(amountFen)}${MARKS[kind]}NONREF//${bankNo}`,
    `:86:166?00${summary.slice(0, SUBFIELD)}${subfields.join('')}?32${counterparty.slice(0, SUBFIELD)}`,
  ]
}
