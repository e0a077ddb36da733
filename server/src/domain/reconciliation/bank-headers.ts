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
