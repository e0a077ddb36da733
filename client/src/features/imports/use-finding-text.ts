import { useTranslation } from 'react-i18next'
import type { Finding } from '#features/imports/import-calls.ts'
import { readableFacts, useByRule } from '#ui/failure-text.ts'

/** What is wrong and what to do about it, in a sentence. */
export function useFindingText(): (finding: Pick<Finding, 'code' | 'facts'>) => string {
  const { t, i18n } = useTranslation('import')
  const byRule = useByRule()
  return ({ code, facts }) => byRule(t(code, { replace: readableFacts(facts, i18n.language) }), facts)
}
