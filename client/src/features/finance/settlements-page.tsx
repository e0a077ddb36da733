import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Batch = Outputs['finance']['settlements']['rows'][number]
type Line = Outputs['finance']['settlement']['lines'][number]

/** Batches in which matured shares became payable; each opens what it gave to whom. */
export function SettlementsPage() {
  const { t } = useTranslation('finance')
  const { batch } = useSearch({ from: '/workspace/finance/settlements' })
  const navigate = useNavigate({ from: '/finance/settlements' })
  const query = usePages(api.finance.settlements.queryKey({}), cursor =>
    server.finance.settlements.query({ cursor }),
  )
  return (
    <Page title={t('settlements.title')} lead={t('settlements.lead')}>
      <PagedList
        query={query}
        caption={t('settlements.title')}
        columns={useColumns()}
        rowKey={row => row.batchId}
        empty={
          <EmptyState icon="settlement" title={t('settlements.none')}>
            {t('settlements.noneBody')}
          </EmptyState>
        }
      />
      {batch ? <BatchDialog batchId={batch} onClose={() => navigate({ search: {} })} /> : null}
    </Page>
  )
}

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('finance')
  return [
    {
      key: 'no',
      title: t('settlements.no'),
      heading: true,
      cell: row => (
        <Link to="/finance/settlements" search={{ batch: row.batchId }} className="row-link mono">
          {row.no}
        </Link>
      ),
    },
    { key: 'at', title: t('settlements.at'), cell: row => <DateText at={row.createdAt} /> },
    { key: 'accruals', title: t('settlements.accruals'), align: 'end', cell: row => row.accrualCount },
    { key: 'parties', title: t('settlements.parties'), align: 'end', cell: row => row.partyCount },
    { key: 'total', title: t('settlements.total'), align: 'end', cell: row => <Money fen={row.totalFen} /> },
  ]
}

function BatchDialog({ batchId, onClose }: { batchId: string; onClose: () => void }) {
  const { t } = useTranslation('finance')
  const query = useQuery(api.finance.settlement.queryOptions({ batchId }))
  const columns: Column<Line>[] = [
    { key: 'party', title: t('settlements.party'), heading: true, cell: line => line.partyName },
    { key: 'accruals', title: t('settlements.accruals'), align: 'end', cell: line => line.accrualCount },
    {
      key: 'amount',
      title: t('settlements.amount'),
      align: 'end',
      cell: line => <Money fen={line.amountFen} />,
    },
  ]
  return (
    <Dialog wide title={t('settlements.batch', { no: query.data?.no ?? '' })} onClose={onClose}>
      <QueryView query={query} lines={4}>
        {batch => (
          <>
            <p>
              {t('settlements.sum', { count: batch.lines.length })} <Money fen={batch.totalFen} />
            </p>
            <DataTable
              caption={t('settlements.title')}
              columns={columns}
              rows={batch.lines}
              rowKey={line => line.partyId}
            />
          </>
        )}
      </QueryView>
    </Dialog>
  )
}
