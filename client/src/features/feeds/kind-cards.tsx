import { FEED_KINDS } from '@haowu/shared/feeds.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './feeds.css'

/** The four kinds of sources, each with the one line that tells it from the others. */
export function KindCards() {
  const { t } = useTranslation('feed')
  return (
    <ul className="feed-kinds">
      {FEED_KINDS.map(kind => (
        <li key={kind} className="feed-kind">
          <Link to="/feeds/new" search={{ kind }} className="row-link strong">
            {t(`kind.${kind}`)}
          </Link>
          <p className="small secondary">{t(`kindIs.${kind}`)}</p>
        </li>
      ))}
    </ul>
  )
}
