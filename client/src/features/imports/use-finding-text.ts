import { useTranslation } from 'react-i18next'
import type { Finding } from '#features/imports/import-calls.ts'
import { readableFacts } from '#ui/failure-text.ts'

/** What is wrong and what to do about it, in a sentence. */
export function useFindingText(): (finding: Pick<Finding, 'code' | 'facts'>) => string {
  const { t, i18n } = useTranslation('import')
  return ({ code, facts }) => t(code, { replace: readableFacts(facts, i18n.language) })
}
