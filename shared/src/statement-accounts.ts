import { z } from 'zod'
import { STATEMENT_CHANNELS, type StatementChannel } from './statement-files.ts'

/** Which accounts of the books can say the same money as an account of a channel. */
export const BOOKS_OF_CHANNEL: Record<StatementChannel, readonly [BooksAccount, ...BooksAccount[]]> = {
  wechat: ['A:CHANNEL', 'A:DEPOSIT_BANK'],
  alipay: ['A:CHANNEL', 'A:DEPOSIT_BANK'],
  kuaishou: ['A:CHANNEL_KUAISHOU'],
  douyin: ['A:CHANNEL_DOUYIN'],
  bank: ['A:BANK', 'A:DEPOSIT_BANK'],
}

const BOOKS_ACCOUNTS = [
  'A:CHANNEL',
  'A:BANK',
  'A:DEPOSIT_BANK',
  'A:CHANNEL_KUAISHOU',
  'A:CHANNEL_DOUYIN',
] as const
export type BooksAccount = (typeof BOOKS_ACCOUNTS)[number]

/** An account of ours at a channel or bank, whose statements are taken from then on. */
export const statementAccountInput = z
  .strictObject({
    channel: z.enum(STATEMENT_CHANNELS),
    /** Their number for us, without blanks. */
    accountNo: z.string().regex(/^[0-9A-Za-z]{4,40}$/),
    name: z.string().trim().min(1).max(60),
    ledgerAccount: z.enum(BOOKS_ACCOUNTS),
  })
  .refine(({ channel, ledgerAccount }) => BOOKS_OF_CHANNEL[channel].includes(ledgerAccount), {
    error: 'other_books',
  })
export type StatementAccountInput = z.infer<typeof statementAccountInput>
