import { useTranslation } from 'react-i18next'
import type { FeedDetail } from '#features/feeds/feed-calls.ts'
import { healthOf } from '#features/feeds/feed-health.ts'
import { FeedLight } from '#features/feeds/feed-light.tsx'
import { ConfirmedTime, NextTime } from '#features/feeds/feed-times.tsx'
import { formatMoment } from '#ui/date-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { formatRelative } from '#ui/relative-time.ts'

/** The light, the times around it, and what is read how often. */
export function FeedSummary({ feed, now }: { feed: FeedDetail; now: number }) {
  const { t } = useTranslation('feed')
  return (
    <section className="panel">
      <dl className="facts">
        <Fact label={t('health')}>
          <FeedLight health={healthOf(feed, now)} />
        </Fact>
        <Fact label={t('confirmedAt')}>
          <ConfirmedTime feed={feed} now={now} />
        </Fact>
        <Fact label={t('nextRun')}>
          <NextTime feed={feed} now={now} />
        </Fact>
        <Fact label={t('items')}>{feed.items.toLocaleString('en')}</Fact>
        <Fact label={t('mode')}>
          {t(`modes.${feed.mode}.name`)} · {t('every', { count: feed.everyMinutes })}
        </Fact>
        <Fact label={t('fullHour')}>
          {feed.fullHour === null ? t('noFull') : t('fullAt', { hour: feed.fullHour })}
        </Fact>
        <Fact label={t('one')}>
          <LastCheck feed={feed} now={now} />
        </Fact>
        <MomentFact label={t('lastFull')} at={feed.lastFullAt} />
        <Fact label={t('address')}>
          <span className="mono">{feed.config.url}</span>
        </Fact>
      </dl>
    </section>
  )
}

/** Whether a buyer's piece is asked for, and how that went last. */
function LastCheck({ feed, now }: { feed: FeedDetail; now: number }) {
  const { t, i18n } = useTranslation('feed')
  const { answersForOne, checkedAt, checkAnswer, checkOpenUntil } = feed
  if (!answersForOne) return t('oneOff')
  if (checkOpenUntil !== null)
    return t('oneResting', { until: formatMoment(checkOpenUntil, i18n.language, 'minute') })
  if (checkedAt === null || checkAnswer === null) return t('oneNever')
  const ago = formatRelative(Math.min(0, Date.parse(checkedAt) - now), i18n.language)
  return t(`oneLast.${checkAnswer}`, { ago })
}
