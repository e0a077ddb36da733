import type { BankField } from '@haowu/shared/bank-mapping.ts'

/** A header or a label without what differs from bank to bank: width, blanks, what stands in brackets, stars. */
export function bareWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|[\s*:：_/\\"'=.-]/g, '')
}

/** The words of Chinese banks and of their English statements. The first of a field is the plainest. */
const HEADERS: Record<BankField, string[]> = {
  day: [
    '交易日期',
    '记账日期',
    '入账日期',
    '日期',
    '交易日',
    '记账日',
    '会计日期',
    '交易时间',
    '交易日期时间',
    '时间戳',
    'date',
    'transactiondate',
    'bookingdate',
    'postingdate',
  ],
  time: ['交易时刻', '时间', '时刻', 'time', 'transactiontime'],
  in: [
    '贷方发生额',
    '贷方金额',
    '贷方',
    '收入',
    '收入金额',
    '存入',
    '存入金额',
    '转入金额',
    '转入',
    '收方金额',
    'credit',
    'creditamount',
    'deposit',
    'deposits',
    'paidin',
    'moneyin',
  ],
  out: [
    '借方发生额',
    '借方金额',
    '借方',
    '支出',
    '支出金额',
    '支取',
    '支取金额',
    '转出金额',
    '转出',
    '付方金额',
    'debit',
    'debitamount',
    'withdrawal',
    'withdrawals',
    'paidout',
    'moneyout',
  ],
  amount: ['交易金额', '发生额', '金额', '交易发生额', 'amount', 'transactionamount'],
  direction: [
    '借贷标志',
    '借贷标记',
    '借贷方向',
    '借贷',
    '收支',
    '收付标志',
    '收支方向',
    '交易方向',
    'drcr',
    'crdr',
    'dc',
    'debitcredit',
    'direction',
  ],
  balance: [
    '余额',
    '账户余额',
    '交易后余额',
    '当前余额',
    '联机余额',
    '本次余额',
    'balance',
    'runningbalance',
    'accountbalance',
  ],
  counterparty: [
    '对方户名',
    '对方名称',
    '对方账户名称',
    '对方账户名',
    '交易对手',
    '交易对方',
    '对手户名',
    '收付款人名称',
    '对方单位名称',
    'counterparty',
    'payee',
    'name',
    'counterpartyname',
  ],
  description: [
    '摘要',
    '交易摘要',
    '用途',
    '附言',
    '备注',
    '交易说明',
    '摘要说明',
    '交易类型',
    'description',
    'details',
    'narrative',
    'memo',
    'remarks',
    'particulars',
  ],
  bankNo: [
    '流水号',
    '交易流水号',
    '银行流水号',
    '交易流水',
    '核心流水号',
    '柜员流水号',
    '交易序号',
    '凭证号',
    '明细序号',
    '唯一编号',
    'reference',
    'transactionid',
    'bankreference',
    'transactionno',
  ],
  ownNo: [
    '企业流水号',
    '客户流水号',
    '商户订单号',
    '业务参考号',
    '业务编号',
    '客户参考号',
    '指令编号',
    '企业自制凭证号',
    '外部流水号',
    'endtoendid',
    'customerreference',
    'ourreference',
  ],
  currency: ['币种', '货币', '交易币种', 'currency', 'ccy'],
}

const FIELD_OF_WORD = new Map(
  (Object.entries(HEADERS) as [BankField, string[]][]).flatMap(([field, words]) =>
    words.map(word => [word, field] as const),
  ),
)

export function fieldOfBankHeader(
  header: string,
): { field: BankField; confidence: 'sure' | 'likely' } | null {
  const bare = bareWord(header)
  if (bare === '') return null
  const exact = FIELD_OF_WORD.get(bare)
  if (exact) return { field: exact, confidence: 'sure' }
  for (const [word, field] of LONG_WORDS) if (bare.includes(word)) return { field, confidence: 'likely' }
  return null
}

/** Parts by which a longer header is known; the longest word says it best. Short ones would be found in anything. */
const LONG_WORDS = [...FIELD_OF_WORD]
  .filter(([word]) => word.length >= 3)
  .sort(([one], [other]) => other.length - one.length)

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
