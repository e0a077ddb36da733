import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { draftOfFeed } from '#features/feeds/draft-of-feed.ts'
import type { FeedDetail } from '#features/feeds/feed-calls.ts'
import { FeedForm } from '#features/feeds/feed-form.tsx'
import { NoSuchFeed } from '#features/feeds/no-such-feed.tsx'
import { reloadFeeds } from '#features/feeds/use-feed-actions.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

const route = getRouteApi('/workspace/feeds/$feedId/edit')

/** The settings of a source, as they were when the page was opened: what is typed is never overwritten by a reload. */
export function EditFeedPage() {
  const { t } = useTranslation('feed')
  const { feedId } = route.useParams()
  const query = useQuery({
    ...api.feeds.get.queryOptions({ feedId }),
    refetchOnWindowFocus: false,
  })
  const [opened, setOpened] = useState<FeedDetail>()
  if (query.isError && readFailure(query.error).reason === 'not_found') return <NoSuchFeed />
  const name = query.data?.name
  return (
    <Page
      title={name ? t('editTitle', { name }) : t('edit')}
      back={
        <Link to="/feeds/$feedId" params={{ feedId }}>
          <Icon name="back" size={16} />
          {name ?? t('back')}
        </Link>
      }
    >
      <QueryView query={query}>
        {loaded => {
          const feed = opened ?? loaded
          const reload = async () => setOpened((await query.refetch()).data ?? feed)
          return <EditFeed key={feed.version} feed={feed} onReload={reload} />
        }}
      </QueryView>
    </Page>
  )
}

function EditFeed({ feed, onReload }: { feed: FeedDetail; onReload: () => void }) {
  const { t } = useTranslation('feed')
  const { try: tab = 'ask' } = route.useSearch()
  const navigate = route.useNavigate()
  const { feedId } = feed
  const update = useMutation(
    api.feeds.update.mutationOptions({
      onSuccess: async (_saved, { settings: { name } }) => {
        showToast(t('saved', { name }))
        await navigate({ to: '/feeds/$feedId', params: { feedId } })
        await reloadFeeds()
      },
    }),
  )
  const isStale = update.isError && readFailure(update.error).reason === 'stale_version'
  return (
    <FeedForm
      initial={draftOfFeed(feed)}
      kept={{ url: feed.config.url, hasSecret: feed.hasSecret }}
      feedId={feedId}
      tab={tab}
      onTab={next => navigate({ search: before => ({ ...before, try: next }), replace: true })}
      submitLabel={t('save')}
      busy={update.isPending}
      refusal={
        <>
          <MutationError error={update.error} />
          {isStale ? <Button onClick={onReload}>{t('reload')}</Button> : null}
        </>
      }
      onSubmit={settings => update.mutate({ feedId, version: feed.version, settings })}
    />
  )
}
