import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { type PagesOf, usePages } from '#api/use-pages.ts'
import { CompareTray } from '#features/plaza/compare-tray.tsx'
import { FilterPanel } from '#features/plaza/filter-panel.tsx'
import { type Piece, PlazaCard } from '#features/plaza/plaza-card.tsx'
import { PlazaFilters } from '#features/plaza/plaza-filters.tsx'
import { countFilters, toPlazaQuery, withoutFilters } from '#features/plaza/plaza-search.ts'
import { RankingNote } from '#features/plaza/ranking-note.tsx'
import { useFacets } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Loading } from '#ui/loading.tsx'
import { useIsWide } from '#ui/media.ts'
import { Page } from '#ui/page.tsx'
import './plaza.css'

/** The plaza (选品广场): inspected pieces on offer, each with what it would earn this streamer. */
export function PlazaPage() {
  const { t } = useTranslation('plaza')
  const { search } = usePlazaView()
  const facets = useFacets(search)
  const isWide = useIsWide()
  const input = toPlazaQuery(search)
  const query: PlazaPages = usePages(api.plaza.search.queryKey(input), cursor =>
    server.plaza.search.query({ ...input, cursor }),
  )
  const sellThrough = query.data?.pages[0]?.sellThrough
  return (
    <Page title={t('title')} lead={search.sessionId ? null : t('lead')}>
      {search.sessionId ? <PickingFor sessionId={search.sessionId} /> : null}
      <PlazaFilters facets={facets} folded={!isWide} />
      <div className="plaza" data-wide={isWide || undefined}>
        {isWide ? <FilterPanel facets={facets} /> : null}
        <div className="plaza-found">
          {sellThrough ? <RankingNote sellThrough={sellThrough} /> : null}
          {query.data === undefined ? (
            query.isError ? (
              <ErrorState error={query.error} onRetry={() => query.refetch()} />
            ) : (
              <Loading lines={8} />
            )
          ) : (
            <Pieces {...{ query, rows: query.data.pages.flatMap(page => page.rows) }} />
          )}
        </div>
      </div>
      <CompareTray />
    </Page>
  )
}

type PlazaPages = PagesOf<Outputs['plaza']['search']>

function Pieces({ query, rows }: { query: PlazaPages; rows: Piece[] }) {
  const { t } = useTranslation(['plaza', 'common'])
  const { search, open } = usePlazaView()
  if (rows.length === 0) {
    const narrowed = countFilters(search) > 0 || search.text
    return (
      <EmptyState
        icon={narrowed ? 'search' : 'plaza'}
        title={t(narrowed ? 'plaza:noneFiltered' : 'plaza:none')}
        action={
          narrowed ? (
            <Button onClick={() => open(withoutFilters(search))}>{t('common:clearFilters')}</Button>
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
