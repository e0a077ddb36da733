export const STATEMENT_CHANNELS = ['wechat', 'alipay', 'kuaishou', 'douyin', 'bank'] as const
export type StatementChannel = (typeof STATEMENT_CHANNELS)[number]

/** `trade`: payments and refunds; `fund`: movements of the channel's account; `settlement`: what a platform settled; `bank`: an account. */
export const STATEMENT_KINDS = ['trade', 'fund', 'settlement', 'bank'] as const
export type StatementKind = (typeof STATEMENT_KINDS)[number]

export const STATEMENT_STATES = ['asking', 'loaded', 'refused'] as const
export type StatementState = (typeof STATEMENT_STATES)[number]

/** Why a whole file was refused: the rule, where, what it should have been, and what it was. */
export interface StatementRefused {
  rule: string
  line: number | null
  expected: string
  found: string
}

/** Where a line stands beside our books; `left_out` is never matched, because another file says the same money. */
export type LineState = 'matched' | 'suggested' | 'break' | 'open' | 'left_out'

/** `open` are the lines that wait for a run or for somebody: suggested and different ones too. */
export const LINE_VIEWS = ['all', 'open', 'matched'] as const
export type LineView = (typeof LINE_VIEWS)[number]
