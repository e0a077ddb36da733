import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Rule } from '#features/rules/rule-kinds.ts'

/** Names of rules, scopes and fields in the reader's language; what has no name yet is shown as it is stored. */
export function useRuleWords() {
  const { t, i18n } = useTranslation('rule')
  const known = (key: string) => i18n.exists(`rule:${key}`)
  const named = (key: string, otherwise: string) => (known(key) ? t(key as 'title') : otherwise)
  return {
    ruleName: (code: string) => named(`code.${code}`, code.replaceAll('_', ' ')),
    scopeName: ({ scope, scopeName }: Pick<Rule, 'scope' | 'scopeName'>) =>
      scopeName ?? (scope === '*' ? t('everywhere') : named(`scope.${scope}`, scope)),
    fieldName: (path: string) =>
      path
        .split('.')
        .map(part => (/^\d+$/.test(part) ? `#${part}` : named(`field.${part}`, part)))
        .join(' · '),
    leaf: (path: string, leaf: string | number | boolean | null | undefined) => {
      if (leaf === undefined || leaf === null) return '–'
      if (typeof leaf === 'boolean') return t(leaf ? 'yes' : 'no')
      if (path.endsWith('Fen') && /^\d+$/.test(String(leaf))) return `¥${formatYuan(BigInt(String(leaf)))}`
      if (path.endsWith('Bps') && typeof leaf === 'number') return formatRate(leaf)
      return String(leaf)
    },
  }
}
