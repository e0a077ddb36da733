import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FeedActions } from '#features/feeds/feed-actions.tsx'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { healthOf } from '#features/feeds/feed-health.ts'
import { FeedLight } from '#features/feeds/feed-light.tsx'
import { ConfirmedTime, NextTime } from '#features/feeds/feed-times.tsx'
import type { Column } from '#ui/data-table.tsx'

/** `now` is the same for all rows, so that they speak of one moment. */
export function useFeedColumns(now: number): Column<Feed>[] {
  const { t } = useTranslation('feed')
  return [
    {
      key: 'name',
      title: t('name'),
      heading: true,
      cell: feed => (
        <div className="stack-tight">
          <Link to="/feeds/$feedId" params={{ feedId: feed.feedId }} className="row-link">
            {feed.name}
          </Link>
          <span className="small secondary">
            {t(`kind.${feed.kind}`)} · {t('every', { count: feed.everyMinutes })}
          </span>
        </div>
      ),
    },
    { key: 'health', title: t('health'), cell: feed => <FeedLight health={healthOf(feed, now)} /> },
    { key: 'confirmed', title: t('confirmedAt'), cell: feed => <ConfirmedTime feed={feed} now={now} /> },
    { key: 'next', title: t('nextRun'), cell: feed => <NextTime feed={feed} now={now} /> },
    { key: 'items', title: t('items'), align: 'end', cell: feed => feed.items.toLocaleString('en') },
    {
      key: 'act',
      title: t('actions'),
      actions: true,
      cell: feed => <FeedActions feed={feed} size="small" />,
    },
  ]
}
