/** What kind of difference it is: on whose side, or in what two sides disagree. */
export const BREAK_CLASSES = [
  'EXT_ONLY',
  'INT_ONLY',
  'AMOUNT',
  'STATUS',
  'DUP_EXT',
  'DUP_INT',
  'CUTOFF',
  'AMBIGUOUS',
] as const
export type BreakClass = (typeof BREAK_CLASSES)[number]

export const BREAK_STATES = ['open', 'assigned', 'await_channel', 'await_adjust', 'resolved'] as const
export type BreakState = (typeof BREAK_STATES)[number]

/** How two people may end a difference: booked as a cost or to what is unexplained, or known as told twice. */
export const BREAK_ENDINGS = ['fee', 'suspense', 'duplicate'] as const
export type BreakEnding = (typeof BREAK_ENDINGS)[number]

/** By what two sides were matched, the surest first. */
export const MATCH_STAGES = ['own_no', 'channel_no', 'batch', 'amount_day', 'sum', 'hand'] as const
export type MatchStage = (typeof MATCH_STAGES)[number]

/** The accounts of the ledger that statements are about. */
export const BOOK_ACCOUNTS = ['A:CHANNEL', 'A:BANK', 'A:DEPOSIT_BANK'] as const
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
