import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { PlanRate } from '#features/commission/plan-rate.tsx'
import { RequestFilter } from '#features/commission/request-filter.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['offers']['requests']['rows'][number]

/** The plans a streamer asked for, and what became of it. */
export function SentPage() {
  const { t } = useTranslation('commissions')
  const { state } = useSearch({ from: '/workspace/plan-requests' })
  const navigate = useNavigate({ from: '/plan-requests' })
  const query = usePages(api.offers.requests.queryKey({ state }), cursor =>
    server.offers.requests.query({ state, cursor }),
  )
  const withdraw = useMutation(
    api.offers.withdraw.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.offers.pathKey() }),
    }),
  )
  return (
    <Page title={t('sentTitle')} lead={t('sentLead')}>
      <RequestFilter state={state} onChange={next => navigate({ search: { state: next } })} />
      <MutationError error={withdraw.error} />
      <PagedList
        query={query}
        caption={t('sentTitle')}
        columns={useColumns(requestId => withdraw.mutate({ requestId }))}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="plan" title={t('noSent')} action={<Link to="/plaza">{t('toPlaza')}</Link>}>
            {t('noSentBody')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function useColumns(onWithdraw: (id: string) => void): Column<Row>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'supplier', title: t('supplierName'), heading: true, cell: row => row.supplierName },
    { key: 'kind', title: t('kindLabel'), cell: row => t(`kind.${row.planKind}`) },
    { key: 'rate', title: t('commissionRate'), align: 'end', cell: row => <PlanRate {...row} /> },
    {
      key: 'state',
      title: t('state'),
      cell: row => (
        <>
          <StateTag of="planRequest" state={row.state} />
          {row.reason ? <div className="small secondary">{row.reason}</div> : null}
        </>
      ),
    },
    { key: 'asked', title: t('askedAt'), cell: row => <DateText at={row.askedAt} /> },
    { key: 'until', title: t('answerBy'), cell: row => <DateText at={row.expiresAt} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: row =>
        row.state === 'asked' || row.state === 'approved' ? (
          <Button size="small" kind="quiet" onClick={() => onWithdraw(row.id)}>
            {t(row.state === 'asked' ? 'withdraw' : 'leave')}
          </Button>
        ) : null,
    },
  ]
}
