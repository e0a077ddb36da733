import { formatRate } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['recruiting']['offers']['rows'][number]

/** The leader's own offers and their answers. */
export function SentOffers() {
  const { t } = useTranslation('commissions')
  const query = usePages(api.recruiting.offers.queryKey({}), cursor =>
    server.recruiting.offers.query({ cursor }),
  )
  const withdraw = useMutation(
    api.recruiting.withdraw.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.recruiting.pathKey() }),
    }),
  )
  const columns: Column<Row>[] = [
    { key: 'supplier', title: t('supplierName'), heading: true, cell: row => row.supplierName },
    { key: 'service', title: t('serviceRate'), align: 'end', cell: row => formatRate(row.serviceRateBps) },
    {
      key: 'state',
      title: t('state'),
      cell: row => (
        <>
          <StateTag of="leaderOffer" state={row.state} />
          {row.reason ? <div className="small secondary">{row.reason}</div> : null}
        </>
      ),
    },
    { key: 'asked', title: t('askedAt'), cell: row => <DateText at={row.proposedAt} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: row =>
        row.state === 'proposed' ? (
          <Button size="small" kind="quiet" onClick={() => withdraw.mutate({ offerId: row.id })}>
            {t('withdraw')}
          </Button>
        ) : null,
    },
  ]
  return (
    <section className="stack" aria-labelledby="own-offers">
      <h2 id="own-offers">{t('ownOffers')}</h2>
      <PagedList
        query={query}
        caption={t('ownOffers')}
        columns={columns}
        rowKey={row => row.id}
        empty={<EmptyState icon="plan" title={t('noOwnOffers')} />}
      />
    </section>
  )
}
