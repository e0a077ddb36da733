import { useTranslation } from 'react-i18next'
import type { Finding } from '#features/imports/import-calls.ts'
import { readableFacts, useByRule } from '#ui/failure-text.ts'

type Told = Pick<Finding, 'code' | 'facts'> & Partial<Pick<Finding, 'column' | 'columnIndex'>>

/** What is wrong and what to do about it, in a sentence; where the file has no column to write it in, how it gets one. */
export function useFindingText(): (finding: Told) => string {
  const { t, i18n } = useTranslation('import')
  const byRule = useByRule()
  return ({ code, facts, column, columnIndex }) => {
    const said = byRule(t(code, { replace: readableFacts(facts, i18n.language) }), facts)
    const wantsColumn = columnIndex === null && (code === 'IMEI_MISSING' || code === 'SERIAL_MISSING')
    return wantsColumn ? `${said}${t('columnAbsent', { column })}` : said
  }
}
