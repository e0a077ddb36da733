/** What kind of difference it is: on whose side, or in what two sides disagree. */
export const BREAK_CLASSES = [
  'EXT_ONLY',
  'INT_ONLY',
  'AMOUNT',
  'STATUS',
  'FEE',
  'DUP_EXT',
  'DUP_INT',
  'CUTOFF',
  'WRONG_ACCOUNT',
  'AMBIGUOUS',
  'BALANCE_GAP',
  'RETURNED_PAYOUT',
  'UNIDENTIFIED_RECEIPT',
  'CURRENCY',
] as const
export type BreakClass = (typeof BREAK_CLASSES)[number]

export const BREAK_STATES = ['open', 'assigned', 'await_channel', 'await_adjust', 'resolved'] as const
export type BreakState = (typeof BREAK_STATES)[number]

/**
 * How two people may end a difference: booked as a cost, to what is unexplained or, given up, as a loss; known as told twice; or taken as it
 * is because there is nothing to book.
 */
export const BREAK_ENDINGS = ['fee', 'suspense', 'write_off', 'duplicate', 'accept'] as const
export type BreakEnding = (typeof BREAK_ENDINGS)[number]

const ENDINGS_OF: Record<BreakClass, BreakEnding[]> = {
  EXT_ONLY: ['fee', 'suspense', 'write_off'],
  INT_ONLY: ['fee', 'suspense', 'write_off'],
  AMOUNT: ['fee', 'suspense', 'write_off'],
  STATUS: ['accept'],
  FEE: ['fee', 'accept'],
  DUP_EXT: ['duplicate', 'suspense'],
  DUP_INT: ['duplicate', 'suspense'],
  CUTOFF: ['fee', 'suspense', 'write_off'],
  WRONG_ACCOUNT: ['suspense'],
  AMBIGUOUS: ['fee', 'suspense', 'write_off'],
  BALANCE_GAP: ['accept'],
  // It is somebody's money: never a cost of ours, and nothing we earned.
  RETURNED_PAYOUT: ['suspense'],
  UNIDENTIFIED_RECEIPT: ['suspense'],
  CURRENCY: ['accept'],
}

/**
 * The endings that a difference of this class may have; without an amount there is nothing to book, and with one something must be. Only
 * what is missing can be given up: what is too much is somebody's.
 */
export function endingsOf(of: { class: BreakClass; amountFen: bigint; isOfFile: boolean }): BreakEnding[] {
  return ENDINGS_OF[of.class].filter(
    ending =>
      (ending === 'accept') === (of.amountFen === 0n || of.isOfFile) &&
      (ending !== 'write_off' || of.amountFen < 0n),
  )
}

/** By what two sides were matched, the surest first. */
export const MATCH_STAGES = ['own_no', 'channel_no', 'batch', 'amount_day', 'sum', 'hand'] as const
export type MatchStage = (typeof MATCH_STAGES)[number]

/** The accounts of the ledger that statements are about. */
export const BOOK_ACCOUNTS = ['A:CHANNEL', 'A:CHANNEL_KUAISHOU', 'A:BANK', 'A:DEPOSIT_BANK'] as const
export type BookAccount = (typeof BOOK_ACCOUNTS)[number]

/** What must be right before a month is closed, in the order in which it is put right. */
export const CLOSE_CHECKS = [
  'month_over',
  'earlier_closed',
  'statements',
  'waiting',
  'suggestions',
  'differences',
  'tie_out',
  'refunds',
  'payouts',
  'ledger',
  'seals',
] as const
export type CloseCheck = (typeof CLOSE_CHECKS)[number]
