import { useTranslation } from 'react-i18next'

export type Words = { title: string; body: string }
const LANGUAGES = ['zh', 'en'] as const
type InBoth = Record<(typeof LANGUAGES)[number], Words>

/** A clause in both languages: what binds must be readable in either. */
export function ClauseWordsFields({ words, onChange }: { words: InBoth; onChange: (words: InBoth) => void }) {
  const { t } = useTranslation('rule')
  return (
    <>
      {LANGUAGES.map(language => {
        const set = (change: Partial<Words>) =>
          onChange({ ...words, [language]: { ...words[language], ...change } })
        return (
          <fieldset key={language} className="stack" lang={language === 'zh' ? 'zh-CN' : 'en'}>
            <legend className="strong">{t(`clause.language.${language}`)}</legend>
            <label className="stack-tight">
              <span>{t('clause.title')}</span>
              <input
                className="field"
                maxLength={80}
                value={words[language].title}
                onChange={event => set({ title: event.target.value })}
              />
            </label>
            <label className="stack-tight">
              <span>{t('clause.body')}</span>
              <textarea
                className="field"
                rows={4}
                maxLength={2_000}
                value={words[language].body}
                onChange={event => set({ body: event.target.value })}
              />
            </label>
          </fieldset>
        )
      })}
    </>
  )
}
