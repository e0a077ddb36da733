import { useTranslation } from 'react-i18next'
import './skip-link.css'

/** The first stop of the Tab key; moves past the rail. */
export function SkipLink() {
  const { t } = useTranslation('shell')
  return (
    <a className="skip-link" href="#main">
      {t('skip')}
    </a>
  )
}
