import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Batch = Outputs['finance']['settlements']['rows'][number]

/** What becomes payable next, and the batches in which shares did; each opens what it gave to whom. */
export function SettlementsPage() {
  const { t } = useTranslation('finance')
  const query = usePages(api.finance.settlements.queryKey({}), cursor =>
    server.finance.settlements.query({ cursor }),
  )
  return (
    <Page title={t('settlements.title')} lead={t('settlements.lead')}>
      <Ahead />
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
    </Page>
  )
}

/** All that is earned and not settled, by when it will be. */
function Ahead() {
  const { t } = useTranslation('finance')
  const query = useQuery(api.finance.maturing.queryOptions())
  return (
    <QueryView query={query} lines={2}>
      {maturing => (
        <section className="panel stack" aria-label={t('settlements.ahead.title')}>
          <h2>{t('settlements.ahead.title')}</h2>
          <PartsBar
            parts={maturing.map(({ kind, orderCount, amountFen }) => ({
              key: kind,
              label: t(`settlements.ahead.kind.${kind}`),
              note: t('settlements.ahead.orders', { count: orderCount }),
              fen: amountFen,
            }))}
          />
        </section>
      )}
    </QueryView>
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
        <Link to="/finance/settlements/$batchId" params={{ batchId: row.batchId }} className="row-link mono">
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
