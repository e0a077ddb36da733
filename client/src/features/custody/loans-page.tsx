import { LOAN_VIEWS, type LoanView } from '@haowu/shared/custody.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useLoanColumns } from '#features/custody/loan-columns.tsx'
import type { Side } from '#features/custody/loan-kinds.ts'
import { FindLoanDialog } from '#features/custody/find-loan-dialog.tsx'
import { LoanFigures } from '#features/custody/loan-figures.tsx'
import { ReceiveDialog } from '#features/custody/receive-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** Sample loans of one side: what waits for whom, what is late, what is over. */
export function LoansPage() {
  const { t } = useTranslation('loan')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const side: Side = role === 'supplier' ? 'supplier' : 'streamer'
  const { view = 'open' } = useSearch({ from: '/workspace/loans' })
  const navigate = useNavigate({ from: '/loans' })
  const [scanning, setScanning] = useState(false)
  const counts = useQuery(api.loans.counts.queryOptions())
  const query = usePages(api.loans.list.queryKey({ view }), cursor =>
    server.loans.list.query({ view, cursor }),
  )
  return (
    <Page
      title={t('title')}
      lead={t(`lead.${side}`)}
      actions={
        <Button kind="primary" icon="qr" onClick={() => setScanning(true)}>
          {t(side === 'streamer' ? 'scan.receive' : 'scan.find')}
        </Button>
      }
    >
      {counts.data ? <LoanFigures counts={counts.data} side={side} /> : null}
      <ViewTabs
        view={view}
        counts={counts.data}
        onChange={next => navigate({ search: { view: next === 'open' ? undefined : next } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useLoanColumns(side)}
        rowKey={loan => loan.id}
        empty={<NoLoans view={view} side={side} />}
      />
      {scanning ? (
        side === 'streamer' ? (
          <ReceiveDialog onClose={() => setScanning(false)} />
        ) : (
          <FindLoanDialog onClose={() => setScanning(false)} />
        )
      ) : null}
    </Page>
  )
}

type ViewTabsProps = {
  view: LoanView
  counts: Partial<Record<LoanView, number>> | undefined
  onChange: (view: LoanView) => void
}

export function ViewTabs({ view, counts, onChange }: ViewTabsProps) {
  const { t } = useTranslation('loan')
  return (
    <Tabs
      label={t('views')}
      value={view}
      options={LOAN_VIEWS.map(value => ({
        value,
        label: counts ? `${t(`view.${value}`)} ${counts[value] ?? 0}` : t(`view.${value}`),
      }))}
      onChange={onChange}
    />
  )
}

function NoLoans({ view, side }: { view: LoanView; side: Side }) {
  const { t } = useTranslation('loan')
  if (view !== 'open') return <EmptyState icon="loan" title={t(`none.${view}`)} />
  return (
    <EmptyState
      icon="loan"
      title={t('none.open')}
      action={
        side === 'streamer' ? (
          <Link to="/plaza" className="button" data-kind="primary">
            {t('toPlaza')}
          </Link>
        ) : null
      }
    >
      {t(`noneBody.${side}`)}
    </EmptyState>
  )
}
