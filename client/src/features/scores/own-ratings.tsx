import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { RatingMeans } from '#features/scores/rating-means.tsx'
import { Stars } from '#features/scores/stars.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Rating = Outputs['ratings']['list']['rows'][number]

/** What buyers said to a supplier, and what of it the public sees. */
export function OwnRatings() {
  const { t } = useTranslation('scores')
  const summary = useQuery(api.ratings.summary.queryOptions())
  const query = usePages(api.ratings.list.queryKey(), cursor => server.ratings.list.query({ cursor }))
  return (
    <section className="stack" aria-labelledby="ratings">
      <div>
        <h2 id="ratings">{t('ratings.title')}</h2>
        <QueryView query={summary} lines={1}>
          {({ count, shownFrom }) => (
            <p className="secondary">
              {count >= shownFrom
                ? t('ratings.shown', { count })
                : t('ratings.notShown', { missing: shownFrom - count, from: shownFrom })}
            </p>
          )}
        </QueryView>
      </div>
      {summary.data && summary.data.count > 0 ? (
        <div className="panel">
          <RatingMeans means={summary.data} />
        </div>
      ) : null}
      <PagedList
        query={query}
        caption={t('ratings.title')}
        columns={useColumns()}
        rowKey={rating => rating.id}
        empty={
          <EmptyState icon="order" title={t('ratings.none')}>
            {t('ratings.noneBody')}
          </EmptyState>
        }
      />
    </section>
  )
}

function useColumns(): Column<Rating>[] {
  const { t } = useTranslation(['scores', 'rating'])
  const stars = (kind: 'goods' | 'service' | 'logistics'): Column<Rating> => ({
    key: kind,
    title: t(`rating:kind.${kind}`),
    cell: rating => <Stars value={rating[kind]} />,
  })
  return [
    {
      key: 'words',
      title: t('scores:ratings.words'),
      heading: true,
      cell: rating => (
        <div className="stack-tight">
          <span>{rating.words || <span className="secondary">{t('scores:ratings.noWords')}</span>}</span>
          <span className="small secondary">
            {rating.shownName} · {rating.title}
            {rating.counts ? '' : ` · ${t('scores:ratings.notCounted')}`}
          </span>
          {rating.hiddenClause ? (
            <span className="small secondary">
              {t('scores:moderation.hidden', {
                clause: rating.hiddenClause,
                reason: rating.hiddenReason ?? '',
              })}
            </span>
          ) : null}
        </div>
      ),
    },
    stars('goods'),
    stars('service'),
    stars('logistics'),
    { key: 'at', title: t('scores:ratings.at'), cell: rating => <DateText at={rating.ratedAt} form="day" /> },
  ]
}
