import type { CloseCheck } from '@haowu/shared/reconciliation.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { type Table } from '#domain/table-file.ts'
import type { SignedClose } from './read-signed-close.ts'

interface Report {
  month: string
  accounts: {
    account: string
    openingFen: string
    inFen: string
    outFen: string
    closingFen: string
    statementFen: string | null
    unexplainedFen: string | null
  }[]
  /** Months that were signed before each point had an owner do not have it. */
  checklist?: { check: CloseCheck; owner: string | null; doneBy: string | null }[]
}

const WORDS = {
  zh: {
    header: [
      '账户',
      '期初（元）',
      '收入（元）',
      '支出（元）',
      '账面期末（元）',
      '对账单期末（元）',
      '未解释（元）',
    ],
    point: '关账清单',
    owner: '负责人',
    doneBy: '确认人',
    checks: {
      month_over: '本月已结束',
      earlier_closed: '更早的月份都已关账',
      statements: '账单文件齐全',
      waiting: '没有等待匹配的行',
      suggestions: '建议的匹配都已确认',
      differences: '差异都已解释',
      tie_out: '账面余额与账单余额一致',
      refunds: '退款都已到账',
      payouts: '打款都已完成',
      ledger: '账本自证通过',
      seals: '封存链完好',
    },
    digest: '分录摘要',
    seal: '封存链',
    before: '上一封存',
  },
  en: {
    header: [
      'Account',
      'Opening (CNY)',
      'In (CNY)',
      'Out (CNY)',
      'Ledger closing (CNY)',
      'Statement closing (CNY)',
      'Unexplained (CNY)',
    ],
    point: 'Checklist',
    owner: 'Owner',
    doneBy: 'Confirmed by',
    checks: {
      month_over: 'The month is over',
      earlier_closed: 'Earlier months are closed',
      statements: 'All statements are there',
      waiting: 'No line waits for a match',
      suggestions: 'Suggestions are confirmed',
      differences: 'Differences are explained',
      tie_out: 'Books equal statements',
      refunds: 'Refunds have arrived',
      payouts: 'Payouts have ended',
      ledger: 'The ledger proves itself',
      seals: 'The chain of seals holds',
    },
    digest: 'Digest of entries',
    seal: 'Seal',
    before: 'Seal before',
  },
} as const

/** The tie-out that was signed as a sheet, with the seal that proves it below. */
export function closeTable(close: SignedClose, language: 'zh' | 'en'): Table {
  const { month, accounts, checklist = [] } = JSON.parse(close.report) as Report
  const words = WORDS[language]
  const yuan = (fen: string | null) => (fen === null ? '' : writeYuan(BigInt(fen)))
  const note = (name: string, value: string | null) => [name, value ?? '', '', '', '', '', '']
  return {
    name: month,
    header: [...words.header],
    rows: [
      ...accounts.map(row => [
        row.account,
        yuan(row.openingFen),
        yuan(row.inFen),
        yuan(row.outFen),
        yuan(row.closingFen),
        yuan(row.statementFen),
        yuan(row.unexplainedFen),
      ]),
      ...(checklist.length === 0 ? [] : [[words.point, words.owner, words.doneBy, '', '', '', '']]),
      ...checklist.map(({ check, owner, doneBy }) => [
        (words.checks satisfies Record<CloseCheck, string>)[check],
        owner ?? '–',
        doneBy ?? '–',
        '',
        '',
        '',
        '',
      ]),
      note(words.digest, close.digest),
      note(words.before, close.previousSeal),
      note(words.seal, close.seal),
    ],
  }
}
