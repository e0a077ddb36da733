import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { useRunColumns } from '#features/feeds/run-columns.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** Every reading with what came of it. Read anew whenever the newest one moves, for its import may go on by itself. */
export function RunHistory({ feed: { feedId, lastRun } }: { feed: Feed }) {
  const { t } = useTranslation('feed')
  const newest = lastRun ? `${lastRun.runId} ${lastRun.outcome}` : ''
  const query = usePages([...api.feeds.runs.queryKey({ feedId }), newest], cursor =>
    server.feeds.runs.query({ feedId, limit: 20, ...(cursor && { cursor }) }),
  )
  return (
    <section className="stack" aria-labelledby="runs">
      <h2 id="runs">{t('history')}</h2>
      <PagedList
        query={query}
        caption={t('history')}
        columns={useRunColumns()}
        rowKey={run => run.runId}
        empty={
          <EmptyState icon="clock" title={t('noRuns')}>
            {t('noRunsBody')}
          </EmptyState>
        }
      />
    </section>
  )
}
