import { type BankMovement, type BankStatement, closingOf } from './bank-statement.ts'

/** What a bank may do to us. All but `wrong_total` agree with themselves: only the comparison with our books finds them. */
export const BANK_FAULTS = [
  'lost',
  'double',
  'one_fen',
  'merged',
  'stranger',
  'returned',
  'charged',
  'wrong_opening',
  'foreign',
  'wrong_total',
] as const
export type BankFault = (typeof BANK_FAULTS)[number]

/** What a bank adds to an amount that it pays out. */
const CHARGE_FEN = 200n

/** The statement with one fault in its first movement that can have it; unchanged where there is none. */
export function plantFault(statement: BankStatement, fault: BankFault): BankStatement {
  if (fault === 'wrong_opening') return { ...statement, openingFen: statement.openingFen + 5_000n }
  if (fault === 'foreign') return { ...statement, currency: 'USD' }
  if (fault === 'wrong_total') return { ...statement, statedClosingFen: closingOf(statement) + 1n }
  return { ...statement, movements: changeMovements(statement, fault) }
}

function changeMovements(
  { movements, day }: BankStatement,
  fault: Exclude<BankFault, 'wrong_total' | 'wrong_opening' | 'foreign'>,
): BankMovement[] {
  const at = movements.findIndex(({ kind }) => kind === 'payout')
  const found = movements[at]
  if (fault === 'stranger') return [...movements, strangerOn(day)]
  if (!found) return movements
  switch (fault) {
    case 'lost':
      return movements.toSpliced(at, 1)
    case 'double':
      return movements.toSpliced(at + 1, 0, { ...found, bankNo: twinOf(found.bankNo) })
    case 'one_fen':
      return movements.toSpliced(at, 1, { ...found, amountFen: found.amountFen - 1n })
    case 'charged':
      return movements.toSpliced(at, 1, { ...found, amountFen: found.amountFen - CHARGE_FEN })
    case 'returned':
      return [...movements, returnOf(found)]
    case 'merged': {
      const next = movements[at + 1]
      if (next?.kind !== 'payout') return movements
      const merged = { ...found, ownNo: null, amountFen: found.amountFen + next.amountFen }
      return movements.toSpliced(at, 2, merged)
    }
  }
}

/** What was paid comes back later on the same day, with its own number. */
function returnOf(payout: BankMovement): BankMovement {
  return {
    ...payout,
    amountFen: -payout.amountFen,
    bankNo: twinOf(payout.bankNo),
    summary: '退票',
    kind: 'returned',
  }
}

/** Money of somebody we do not know. */
function strangerOn(day: string): BankMovement {
  return {
    amountFen: 8_888n,
    at: new Date(`${day}T15:00:00+08:00`),
    bankNo: '8888888888888888',
    ownNo: null,
    batchNo: null,
    counterparty: '某某贸易有限公司',
    summary: '往来款',
    kind: 'settlement',
  }
}

function twinOf(bankNo: string): string {
  return `9${bankNo.slice(1)}`
}
