import { isStatementRule } from '@haowu/shared/statement-rules.ts'
import { useTranslation } from 'react-i18next'

/** Why a whole file was refused, and what to do about it; a rule this page has no words for is shown with its facts. */
export function useRefusalText() {
  const { t } = useTranslation('refusal')
  return ({ rule, line, expected, found }: Refusal): string => {
    const facts = { rule, expected, found }
    const text = isStatementRule(rule) ? t(`rule.${rule}`, facts) : t('unknown', facts)
    return line === null ? text.charAt(0).toUpperCase() + text.slice(1) : t('at', { line, text })
  }
}

type Refusal = { rule: string; line: number | null; expected: string; found: string }
