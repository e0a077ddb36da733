import { TEMPLATE_CATEGORIES } from '@haowu/shared/imports.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { type Language, LANGUAGES } from '#i18n/language.ts'
import { Choice } from '#ui/choice.tsx'
import { Icon } from '#ui/icon.tsx'

/** One per category, in either language; our own importer takes each as it is. */
export function Templates() {
  const { t, i18n } = useTranslation('import')
  const spoken = LANGUAGES.find(each => each === i18n.language) ?? 'zh-CN'
  const [language, setLanguage] = useState<Language>(spoken)
  return (
    <section className="panel stack" aria-labelledby="templates">
      <div>
        <h2 id="templates">{t('templates')}</h2>
        <p className="secondary">{t('templatesLead')}</p>
      </div>
      <Choice
        label={t('templateLanguageOf')}
        hideLabel
        value={language}
        options={LANGUAGES.map(value => ({ value, label: t(`templateLanguage.${value}`) }))}
        onChange={setLanguage}
      />
      <div className="row">
        {TEMPLATE_CATEGORIES.map(category => (
          <a
            key={category}
            className="button"
            href={`/api/imports/template.csv?${new URLSearchParams({ category, lang: language })}`}
            download
          >
            <Icon name="download" size={18} />
            {category === 'price_stock' ? t('templatePriceStock') : <CategoryName code={category} />}
          </a>
        ))}
      </div>
    </section>
  )
}
