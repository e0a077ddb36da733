import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { PlazaCard } from '#features/plaza/plaza-card.tsx'
import { PlazaFilters } from '#features/plaza/plaza-filters.tsx'
import { countFilters, toPlazaQuery } from '#features/plaza/plaza-search.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Loading } from '#ui/loading.tsx'
import { Page } from '#ui/page.tsx'
import './plaza.css'

/** The plaza (选品广场): inspected pieces on offer, each with what it would earn this streamer. */
export function PlazaPage() {
  const { t } = useTranslation('plaza')
  const search = useSearch({ from: '/workspace/plaza' })
  const input = toPlazaQuery(search)
  const query = usePages(api.plaza.search.queryKey(input), cursor =>
    server.plaza.search.query({ ...input, cursor }),
  )
  return (
    <Page title={t('title')} lead={search.sessionId ? null : t('lead')}>
      {search.sessionId ? <PickingFor sessionId={search.sessionId} /> : null}
      <PlazaFilters search={search} />
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <Loading lines={8} />
        )
      ) : (
        <Pieces {...{ query, rows: query.data.pages.flatMap(page => page.rows) }} />
      )}
    </Page>
  )
}

type PlazaPages = ReturnType<typeof usePages<Parameters<typeof PlazaCard>[0]['piece']>>

function Pieces({ query, rows }: { query: PlazaPages; rows: Parameters<typeof PlazaCard>[0]['piece'][] }) {
  const { t } = useTranslation(['plaza', 'common'])
  const search = useSearch({ from: '/workspace/plaza' })
  const navigate = useNavigate({ from: '/plaza' })
  if (rows.length === 0) {
    const narrowed = countFilters(search) > 0 || search.text
    return (
      <EmptyState
        icon={narrowed ? 'search' : 'plaza'}
        title={t(narrowed ? 'plaza:noneFiltered' : 'plaza:none')}
        action={
          narrowed ? (
            <Button onClick={() => navigate({ search: { sessionId: search.sessionId } })}>
              {t('common:clearFilters')}
            </Button>
          ) : null
        }
      >
        {t(narrowed ? 'plaza:noneFilteredNote' : 'plaza:noneNote')}
      </EmptyState>
    )
  }
  return (
    <>
      <ul className={query.isPlaceholderData ? 'plaza-pieces dimmed' : 'plaza-pieces'}>
        {rows.map(piece => (
          <PlazaCard key={piece.itemId} piece={piece} sessionId={search.sessionId} />
        ))}
      </ul>
      <div className="row">
        <span className="small secondary numeric">{t('common:shown', { count: rows.length })}</span>
        {query.hasNextPage ? (
          <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('common:loadMore')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

/** Which run sheet the next tap goes to, with the way back. */
function PickingFor({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation('plaza')
  const session = useQuery(api.sessions.get.queryOptions({ sessionId }))
  if (!session.data) return null
  return (
    <div className="plaza-picking">
      <span className="plaza-picking-for">{t('pickingFor', { title: session.data.title })}</span>
      <Link className="button" to="/sessions/$sessionId" params={{ sessionId }}>
        {t('toSheet', { count: session.data.slots.length })}
      </Link>
    </div>
  )
}
