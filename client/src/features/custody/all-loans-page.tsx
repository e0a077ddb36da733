import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { LoanPiece, LoanStanding } from '#features/custody/loan-columns.tsx'
import type { LoanRow } from '#features/custody/loan-kinds.ts'
import { ViewTabs } from '#features/custody/loans-page.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** Everybody's loans, for those who watch over them. */
export function AllLoansPage() {
  const { t } = useTranslation('loan')
  const { view = 'open' } = useSearch({ from: '/workspace/operator/loans' })
  const navigate = useNavigate({ from: '/operator/loans' })
  const counts = useQuery(api.loans.countAll.queryOptions())
  const query = usePages(api.loans.listAll.queryKey({ view }), cursor =>
    server.loans.listAll.query({ view, cursor }),
  )
  return (
    <Page title={t('title')} lead={t('lead.operator')}>
      <ViewTabs
        view={view}
        counts={counts.data}
        onChange={next => navigate({ search: { view: next === 'open' ? undefined : next } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns()}
        rowKey={loan => loan.id}
        empty={<EmptyState icon="loan" title={t(`none.${view}`)} />}
      />
    </Page>
  )
}

function useColumns(): Column<LoanRow>[] {
  const { t } = useTranslation('loan')
  return [
    {
      key: 'item',
      title: t('item'),
      heading: true,
      width: '32%',
      cell: loan => (
        <LoanPiece loan={loan}>
          <Link to="/operator/loans/$loanId" params={{ loanId: loan.id }} className="row-link">
            {loan.itemTitle}
          </Link>
        </LoanPiece>
      ),
    },
    { key: 'state', title: t('state'), cell: loan => <LoanStanding loan={loan} /> },
    { key: 'supplier', title: t('supplier'), cell: loan => loan.supplierName },
    {
      key: 'streamer',
      title: t('streamer'),
      cell: loan => (
        <>
          {loan.streamerName}{' '}
          <span className="small secondary">{t('tier', { tier: loan.streamerTier })}</span>
        </>
      ),
    },
    { key: 'due', title: t('dueTitle'), cell: loan => (loan.dueAt ? <DateText at={loan.dueAt} /> : '–') },
    { key: 'price', title: t('price'), align: 'end', cell: loan => <Money fen={loan.priceFen} /> },
    {
      key: 'exposure',
      title: t('exposure'),
      align: 'end',
      cell: loan => (loan.exposureFen ? <Money fen={loan.exposureFen} /> : '–'),
    },
  ]
}
