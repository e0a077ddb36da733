import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { askFeedsAgainMs } from '#features/feeds/ask-feeds-again.ts'
import { FeedActions } from '#features/feeds/feed-actions.tsx'
import type { FeedDetail } from '#features/feeds/feed-calls.ts'
import { FeedNotice } from '#features/feeds/feed-notice.tsx'
import { FeedSummary } from '#features/feeds/feed-summary.tsx'
import { NoSuchFeed } from '#features/feeds/no-such-feed.tsx'
import { RemoveFeedDialog } from '#features/feeds/remove-feed-dialog.tsx'
import { RunHistory } from '#features/feeds/run-history.tsx'
import { useFeedActions } from '#features/feeds/use-feed-actions.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useNow } from '#ui/use-now.ts'

const route = getRouteApi('/workspace/feeds/$feedId')

/** One source: how it is and what to do, what it reads, and every reading with what came of it. */
export function FeedPage() {
  const { t } = useTranslation('feed')
  const { feedId } = route.useParams()
  const query = useQuery({
    ...api.feeds.get.queryOptions({ feedId }),
    refetchInterval: ({ state }) => askFeedsAgainMs(state.data && [state.data]),
  })
  if (query.isError && readFailure(query.error).reason === 'not_found') return <NoSuchFeed />
  return (
    <Page
      title={query.data?.name ?? t('title')}
      lead={query.data ? t(`kind.${query.data.kind}`) : undefined}
      back={
        <Link to="/feeds">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
      actions={query.data ? <Actions feed={query.data} /> : null}
    >
      <QueryView query={query}>{feed => <FeedView feed={feed} />}</QueryView>
    </Page>
  )
}

function FeedView({ feed }: { feed: FeedDetail }) {
  const now = useNow()
  return (
    <>
      <FeedNotice feed={feed} now={now} />
      <FeedSummary feed={feed} now={now} />
      <RunHistory feed={feed} />
    </>
  )
}

function Actions({ feed }: { feed: FeedDetail }) {
  const { t } = useTranslation('feed')
  const [removing, setRemoving] = useState(false)
  const { runNow } = useFeedActions(feed)
  const { feedId } = feed
  return (
    <>
      <FeedActions feed={feed} />
      {feed.state === 'on' ? (
        <Button busy={runNow.isPending} onClick={() => runNow.mutate({ feedId, pass: 'full' })}>
          {t('runFull')}
        </Button>
      ) : null}
      <Link className="button" to="/feeds/$feedId/edit" params={{ feedId }}>
        {t('edit')}
      </Link>
      <Button icon="trash" onClick={() => setRemoving(true)}>
        {t('remove')}
      </Button>
      {removing ? <RemoveFeedDialog feed={feed} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}
