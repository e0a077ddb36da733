import { bareWord } from './bank-headers.ts'

const IN_WORDS = new Set([
  '贷',
  '贷方',
  '收',
  '收入',
  '转入',
  '存入',
  '来账',
  'c',
  'cr',
  'crdt',
  'credit',
  'in',
  '+',
])
const OUT_WORDS = new Set([
  '借',
  '借方',
  '支',
  '支出',
  '付',
  '转出',
  '支取',
  '往账',
  'd',
  'dr',
  'dbit',
  'debit',
  'out',
  '-',
])

/** Null for a word that is none of either. For the bank a debit of our account is what we paid out. */
export function directionOf(word: string): 'in' | 'out' | null {
  const bare = word.normalize('NFKC').trim().toLowerCase()
  return IN_WORDS.has(bare) ? 'in' : OUT_WORDS.has(bare) ? 'out' : null
}

/** What a table says of itself above its header or below its rows. */
export type BankTotalName = 'opening' | 'closing' | 'inSum' | 'outSum' | 'inCount' | 'outCount' | 'count'

const TOTALS: [RegExp, BankTotalName][] = [
  [/^(期初|上期|起始|承前|昨日)余额$|^openingbalance$/, 'opening'],
  [/^(期末|本期|截止|结余|终止)余额$|^closingbalance$/, 'closing'],
  [/^(总|合计)?(贷方|收入|转入|存入)(总?笔数)$|^(credit|deposit)count$/, 'inCount'],
  [/^(总|合计)?(借方|支出|转出|支取)(总?笔数)$|^(debit|withdrawal)count$/, 'outCount'],
  [
    /^(总|合计)?(贷方|收入|转入|存入)(发生额|金额)?(合计|总额|总计|总金额)?$|^total(credits?|deposits?)$/,
    'inSum',
  ],
  [
    /^(总|合计)?(借方|支出|转出|支取)(发生额|金额)?(合计|总额|总计|总金额)?$|^total(debits?|withdrawals?)$/,
    'outSum',
  ],
  [/^(总|合计|交易|明细)总?笔数$|^(total|transaction)count$/, 'count'],
]

export function totalOfLabel(label: string): BankTotalName | null {
  const bare = bareWord(label)
  return TOTALS.find(([pattern]) => pattern.test(bare))?.[1] ?? null
}

/** The line that sums up its columns. */
export function isSumLabel(text: string): boolean {
  return /^(合计|总计|小计|共计|total|totals|sum)(\d+笔)?$/.test(bareWord(text))
}

const ACCOUNT = /^(账号|账户|卡号|账户号|银行账号|本方账号|查询账号|accountno|accountnumber|account)$/

/** The number of the account as a title of the table gives it; null for one that hides some of its digits. */
export function accountOfTitle(cells: string[]): string | null {
  for (const [at, cell] of cells.entries()) {
    const [, label = cell, said = ''] = /^([^:：]+)[:：](.*)$/.exec(cell) ?? []
    if (!ACCOUNT.test(bareWord(label))) continue
    const digits = (said.trim() || (cells[at + 1] ?? '')).replaceAll(/[\s-]/g, '')
    if (/^\d{8,32}$/.test(digits)) return digits
  }
  return null
}
