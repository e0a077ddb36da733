import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Rule } from '#features/rules/rule-kinds.ts'

/** Where a rubric says the best grade that a finding still allows. */
export const isGradeLeaf = (path: string) => /^choices\.|^steps\..*\.atBest$/.test(path)

/** Names of rules, scopes and fields in the reader's language; what has no name yet is shown as it is stored. */
export function useRuleWords() {
  const { t, i18n } = useTranslation('rule')
  const known = (key: string) => i18n.exists(`rule:${key}`)
  const named = (key: string, otherwise: string) => (known(key) ? t(key as 'title') : otherwise)
  return {
    ruleName: (code: string) => named(`code.${code}`, code.replaceAll('_', ' ')),
    scopeName: ({ scope, scopeName }: Pick<Rule, 'scope' | 'scopeName'>) =>
      scopeName ?? (scope === '*' ? t('everywhere') : named(`scope.${scope}`, scope)),
    /** `words` names the findings of a rubric, whose paths begin with what kind of findings follow. */
    fieldName: (path: string, words: Rule['words'] = null) => {
      const parts = path.split('.')
      const name = (part: string, at: number) => {
        const finding = words?.[parts.slice(1, at + 1).join('.')]
        if (finding) return i18n.language === 'en' ? finding.en : finding.zh
        if (words && part === 'from') return t('field.reached')
        return /^\d+$/.test(part) ? `#${part}` : named(`field.${part.replace(':', '_')}`, part)
      }
      return parts
        .map(name)
        .slice(words ? 1 : 0)
        .join(' · ')
    },
    leaf: (path: string, leaf: string | number | boolean | null | undefined) => {
      if (leaf === undefined || leaf === null) return '–'
      if (isGradeLeaf(path)) return named(`grade.${leaf}`, String(leaf))
      if (typeof leaf === 'boolean') return t(leaf ? 'yes' : 'no')
      if (path.endsWith('Fen') && /^\d+$/.test(String(leaf))) return `¥${formatYuan(BigInt(String(leaf)))}`
      if (path.endsWith('Bps') && typeof leaf === 'number') return formatRate(leaf)
      return String(leaf)
    },
  }
}
