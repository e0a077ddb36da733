import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { useTranslation } from 'react-i18next'
import type { Problems } from '#features/feeds/feed-problems.ts'

/** What has to be filled in first, each thing once. */
export function MissingForTest({ problems }: { problems: Problems }) {
  const { t } = useTranslation('feed')
  const bounds = { least: FEED_LIMITS.everyMinutesLeast, most: FEED_LIMITS.everyMinutesMost }
  return (
    <div className="stack-tight">
      <p className="secondary">{t('incomplete')}</p>
      <ul className="feed-missing">
        {[...new Set(problems.values())].map(problem => (
          <li key={problem}>{t(`problem.${problem}`, bounds)}</li>
        ))}
      </ul>
    </div>
  )
}
