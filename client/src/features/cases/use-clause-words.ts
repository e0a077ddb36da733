import { useTranslation } from 'react-i18next'

type Words = { title: string; body: string }

/** Picks the words of a clause in the reader's language. */
export function useClauseWords(): (clause: { zh: Words; en: Words }) => Words {
  const { i18n } = useTranslation()
  const isChinese = i18n.language.startsWith('zh')
  return clause => (isChinese ? clause.zh : clause.en)
}
