import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { HideRatingDialog } from '#features/scores/hide-rating-dialog.tsx'
import { Stars } from '#features/scores/stars.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

export type AnyRating = Outputs['ratings']['listAll']['rows'][number]

/** What buyers say of anybody; what breaks a clause is hidden with its reason, and shown again when that was wrong. */
export function AllRatings() {
  const { t } = useTranslation('scores')
  const { hidden } = useSearch({ from: '/workspace/operator/scores' })
  const navigate = useNavigate({ from: '/operator/scores' })
  const [hiding, setHiding] = useState<AnyRating>()
  const input = hidden ? { hidden } : {}
  const query = usePages(api.ratings.listAll.queryKey(input), cursor =>
    server.ratings.listAll.query({ ...input, cursor }),
  )
  const show = useMutation(
    api.ratings.show.mutationOptions({
      onSuccess: async () => {
        showToast(t('moderation.shown'))
        await queryClient.invalidateQueries({ queryKey: api.ratings.pathKey() })
      },
    }),
  )
  const columns = useColumns({ onHide: setHiding, onShow: ({ id }) => show.mutate({ ratingId: id }) })
  return (
    <>
      <label className="row">
        <input
          type="checkbox"
          checked={hidden ?? false}
          onChange={event =>
            navigate({ search: before => ({ ...before, hidden: event.target.checked || undefined }) })
          }
        />
        <span>{t('moderation.onlyHidden')}</span>
      </label>
      <MutationError error={show.error} />
      <PagedList
        query={query}
        caption={t('all.views.rating')}
        columns={columns}
        rowKey={rating => rating.id}
        empty={<EmptyState title={t('moderation.none')} />}
      />
      {hiding ? <HideRatingDialog rating={hiding} onClose={() => setHiding(undefined)} /> : null}
    </>
  )
}

interface Acts {
  onHide: (rating: AnyRating) => void
  onShow: (rating: AnyRating) => void
}

function useColumns({ onHide, onShow }: Acts): Column<AnyRating>[] {
  const { t } = useTranslation(['scores', 'rating'])
  return [
    {
      key: 'words',
      title: t('scores:ratings.words'),
      heading: true,
      cell: rating => (
        <div className="stack-tight">
          <span>{rating.words || <span className="secondary">{t('scores:ratings.noWords')}</span>}</span>
          <span className="small secondary">
            {rating.supplierName} · {rating.title} · <span className="mono">{rating.orderNo}</span>
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
    { key: 'goods', title: t('rating:kind.goods'), cell: rating => <Stars value={rating.goods} /> },
    { key: 'at', title: t('scores:ratings.at'), cell: rating => <DateText at={rating.ratedAt} form="day" /> },
    {
      key: 'act',
      title: t('scores:moderation.actions'),
      cell: rating => (
        <Button size="small" onClick={() => (rating.hiddenClause ? onShow(rating) : onHide(rating))}>
          {t(rating.hiddenClause ? 'scores:moderation.show' : 'scores:moderation.hide')}
        </Button>
      ),
    },
  ]
}
