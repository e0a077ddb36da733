import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseTheme, readThemeChoice, THEME_CHOICES } from '#app/theme.ts'
import { changeLanguage } from '#i18n/i18n.ts'
import { LANGUAGES } from '#i18n/language.ts'
import { Choice } from '#ui/choice.tsx'

const LANGUAGE_NAMES = { 'zh-CN': '中文', en: 'English' } as const

/** Language and theme, remembered on this device. */
export function Preferences() {
  const { t, i18n } = useTranslation('shell')
  const [theme, setTheme] = useState(readThemeChoice)
  return (
    <div className="stack-tight">
      <Choice
        label={t('language')}
        value={i18n.language}
        options={LANGUAGES.map(value => ({
          value,
          label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
        }))}
        onChange={language => void changeLanguage(language === 'en' ? 'en' : 'zh-CN')}
      />
      <Choice
        label={t('theme.label')}
        value={theme}
        options={THEME_CHOICES.map(value => ({ value, label: t(`theme.${value}`) }))}
        onChange={choice => {
          const chosen = THEME_CHOICES.find(each => each === choice) ?? 'system'
          chooseTheme(chosen)
          setTheme(chosen)
        }}
      />
    </div>
  )
}
