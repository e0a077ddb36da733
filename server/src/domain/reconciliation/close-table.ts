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
    digest: 'Digest of entries',
    seal: 'Seal',
    before: 'Seal before',
  },
} as const

/** The tie-out that was signed as a sheet, with the seal that proves it below. */
export function closeTable(close: SignedClose, language: 'zh' | 'en'): Table {
  const { month, accounts } = JSON.parse(close.report) as Report
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
      note(words.digest, close.digest),
      note(words.before, close.previousSeal),
      note(words.seal, close.seal),
    ],
  }
}
