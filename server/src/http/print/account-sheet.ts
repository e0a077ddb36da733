import type { AccountStatement } from '#domain/settlement/read-account.ts'
import { ACCOUNT_HEADERS, accountRows, type StatementLanguage } from '#domain/settlement/write-account.ts'
import { tableSheet } from './table-sheet.ts'

const TITLE: Record<StatementLanguage, string> = {
  zh: '好物联盟 · 资金账户对账单',
  en: 'Haowu Alliance · account statement',
}
/** Time, event, order, subject, change, balance. */
const WIDTHS = [0.2, 0.16, 0.16, 0.24, 0.12, 0.12]

/** The statement of a party's account on paper. */
export function accountSheet(statement: AccountStatement, language: StatementLanguage): Promise<Buffer> {
  const { month, partyName } = statement
  return tableSheet({
    title: TITLE[language],
    subtitle: `${partyName}  ${month}`,
    month,
    header: ACCOUNT_HEADERS[language],
    rows: accountRows(statement, language),
    widths: WIDTHS,
  })
}
