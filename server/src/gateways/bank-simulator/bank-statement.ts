/** One line of the bank's books on our account. */
export interface BankMovement {
  /** Positive came in. */
  amountFen: bigint
  at: Date
  bankNo: string
  /** What we called it when we asked for it. */
  ownNo: string | null
  batchNo: string | null
  counterparty: string
  summary: string
  kind: 'settlement' | 'payout' | 'fee' | 'returned'
  /** What was booked as one: payouts of a batch. */
  parts?: { ownNo: string; amountFen: bigint; counterparty: string }[]
}

/** Everything that a bank says about one day of an account, whatever form it takes. */
export interface BankStatement {
  accountNo: string
  holder: string
  day: string
  /** Counted from the first of January, as banks number them. */
  sequence: number
  openingFen: bigint
  movements: BankMovement[]
  /** What it says it ends with, where that is a lie. */
  statedClosingFen?: bigint
  /** Where it is not in yuan. */
  currency?: string
}

export function closingOf({ openingFen, movements, statedClosingFen }: BankStatement): bigint {
  return statedClosingFen ?? movements.reduce((balance, { amountFen }) => balance + amountFen, openingFen)
}

export function sumsOf({ movements }: BankStatement): {
  credits: { count: number; fen: bigint }
  debits: { count: number; fen: bigint }
} {
  const credits = { count: 0, fen: 0n }
  const debits = { count: 0, fen: 0n }
  for (const { amountFen } of movements) {
    const side = amountFen < 0n ? debits : credits
    side.count++
    side.fen += amountFen < 0n ? -amountFen : amountFen
  }
  return { credits, debits }
}

/** `2026-11-30` → `261130`. */
export function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '')
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
}
