import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askFeedsAgainMs } from '#features/feeds/ask-feeds-again.ts'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { useFeedColumns } from '#features/feeds/feed-columns.tsx'
import { healthOf } from '#features/feeds/feed-health.ts'
import { FeedNotice } from '#features/feeds/feed-notice.tsx'
import { KindCards } from '#features/feeds/kind-cards.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useNow } from '#ui/use-now.ts'

/** The sources of a supplier and how each is; without one, what they are and the four kinds. */
export function FeedsPage() {
  const { t } = useTranslation('feed')
  const query = useQuery({
    ...api.feeds.list.queryOptions(),
    refetchInterval: ({ state }) => askFeedsAgainMs(state.data?.rows),
  })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Link className="button" data-kind="primary" to="/feeds/new">
          <Icon name="plus" size={18} />
          {t('create')}
        </Link>
      }
    >
      <QueryView query={query}>
        {({ rows }) => (rows.length === 0 ? <NoFeeds /> : <Feeds feeds={rows} />)}
      </QueryView>
    </Page>
  )
}

function NoFeeds() {
  const { t } = useTranslation('feed')
  return (
    <>
      <EmptyState icon="swap" title={t('none')}>
        {t('noneBody')}
      </EmptyState>
      <KindCards />
    </>
  )
}

function Feeds({ feeds }: { feeds: Feed[] }) {
  const { t } = useTranslation('feed')
  const now = useNow()
  const columns = useFeedColumns(now)
  const needy = feeds.filter(feed => NEEDS_A_PERSON.has(healthOf(feed, now)))
  return (
    <>
      {needy.map(feed => (
        <section key={feed.feedId} aria-label={feed.name} className="stack-tight">
          <h2>{feed.name}</h2>
          <FeedNotice feed={feed} now={now} />
        </section>
      ))}
      <DataTable caption={t('title')} columns={columns} rows={feeds} rowKey={feed => feed.feedId} />
    </>
  )
}

const NEEDS_A_PERSON: ReadonlySet<string> = new Set(['needs_keys', 'waiting', 'resting', 'failing', 'late'])
