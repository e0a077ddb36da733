import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { PlansTabs } from '#features/commission/plans-tabs.tsx'
import { ReasonDialog } from '#features/commission/reason-dialog.tsx'
import { RequestFilter } from '#features/commission/request-filter.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

type Row = Outputs['planRequests']['list']['rows'][number]

/** Who wants to be let into which plan, and what he has to show; answered one by one or many at once. */
export function RequestsPage() {
  const { t } = useTranslation('commissions')
  const { state } = useSearch({ from: '/workspace/plans/requests' })
  const navigate = useNavigate({ from: '/plans/requests' })
  const [chosen, setChosen] = useState<string[]>([])
  const [refusing, setRefusing] = useState<string[] | null>(null)
  const query = usePages(api.planRequests.list.queryKey({ state }), cursor =>
    server.planRequests.list.query({ state, cursor }),
  )
  const decide = useMutation(
    api.planRequests.decide.mutationOptions({
      onSuccess: ({ decided }, { approve }) => {
        showToast(t(approve ? 'approved' : 'refused', { count: decided }))
        setChosen([])
        setRefusing(null)
      },
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: api.planRequests.pathKey() }),
          queryClient.invalidateQueries({ queryKey: api.plans.pathKey() }),
        ]),
    }),
  )
  const approve = (requestIds: string[]) => decide.mutate({ requestIds, approve: true, reason: '' })
  const toggle = (id: string) =>
    setChosen(now => (now.includes(id) ? now.filter(other => other !== id) : [...now, id]))
  const takesBack = query.data?.pages.some(page =>
    page.rows.some(row => row.state === 'approved' && refusing?.includes(row.id)),
  )
  const columns = useColumns({ chosen, toggle, approve, refuse: id => setRefusing([id]) })
  return (
    <Page title={t('tabs.requests')} lead={t('requestsLead')}>
      <PlansTabs />
      <RequestFilter state={state} onChange={next => navigate({ search: { state: next } })} />
      {chosen.length > 0 ? (
        <div className="row" role="status">
          <span>{t('chosen', { count: chosen.length })}</span>
          <Button kind="primary" busy={decide.isPending} onClick={() => approve(chosen)}>
            {t('approve')}
          </Button>
          <Button onClick={() => setRefusing(chosen)}>{t('refuse')}</Button>
        </div>
      ) : null}
      <MutationError error={refusing ? null : decide.error} />
      <PagedList
        query={query}
        caption={t('tabs.requests')}
        columns={columns}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="plan" title={t('noRequests')}>
            {t('noRequestsBody')}
          </EmptyState>
        }
      />
      {refusing ? (
        <ReasonDialog
          title={t('refuseTitle', { count: refusing.length })}
          label={t('reason')}
          act={t('refuse')}
          required
          busy={decide.isPending}
          error={decide.error}
          onClose={() => setRefusing(null)}
          onSubmit={reason => decide.mutate({ requestIds: refusing, approve: false, reason })}
        >
          {takesBack ? <p className="secondary">{t('takeBackNote')}</p> : null}
        </ReasonDialog>
      ) : null}
    </Page>
  )
}

function useColumns({
  chosen,
  toggle,
  approve,
  refuse,
}: {
  chosen: string[]
  toggle: (id: string) => void
  approve: (ids: string[]) => void
  refuse: (id: string) => void
}): Column<Row>[] {
  const { t } = useTranslation('commissions')
  return [
    {
      key: 'streamer',
      title: t('streamerName'),
      heading: true,
      cell: row =>
        row.state === 'asked' ? (
          <Checkbox checked={chosen.includes(row.id)} onChange={() => toggle(row.id)}>
            {row.streamerName}
          </Checkbox>
        ) : (
          row.streamerName
        ),
    },
    { key: 'plan', title: t('planName'), cell: row => row.planName },
    {
      key: 'history',
      title: t('history'),
      cell: row => (
        <>
          {t('tierScore', { tier: row.tier, score: row.score === null ? '–' : row.score / 100 })}
          <div className="small secondary">
            {t('orderCount', { count: row.orders })} · <Money fen={row.gmvFen} />
          </div>
        </>
      ),
    },
    { key: 'note', title: t('note'), cell: row => row.note || '–' },
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
    { key: 'until', title: t('answerBy'), cell: row => <DateText at={row.expiresAt} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: row => (
        <>
          {row.state === 'asked' ? (
            <Button size="small" onClick={() => approve([row.id])}>
              {t('approve')}
            </Button>
          ) : null}
          {row.state === 'asked' || row.state === 'approved' ? (
            <Button size="small" kind="quiet" onClick={() => refuse(row.id)}>
              {t(row.state === 'asked' ? 'refuse' : 'takeBack')}
            </Button>
          ) : null}
        </>
      ),
    },
  ]
}
