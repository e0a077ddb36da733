import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['orders']['listForStreamer']['rows'][number]

/** What was sold in the streamer's rooms and where each parcel stands; who bought it stays with the supplier. */
export function SalesPage() {
  const { t } = useTranslation(['picks', 'shipping'])
  const query = usePages(api.orders.listForStreamer.queryKey({}), cursor =>
    server.orders.listForStreamer.query({ cursor }),
  )
  const columns: Column<Row>[] = [
    {
      key: 'title',
      title: t('column.item'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <span>{row.title}</span>
          <span className="small secondary mono">{row.orderNo}</span>
        </div>
      ),
    },
    { key: 'state', title: t('column.state'), cell: row => <StateTag of="order" state={row.state} /> },
    {
      key: 'parcel',
      title: t('column.parcel'),
      cell: row =>
        row.shipment ? (
          <div className="stack-tight">
            <span>{t(`shipping:parcelState.${row.shipment.state ?? 'unknown'}`)}</span>
            <span className="small secondary">
              {t(`shipping:carrier.${knownCarrier(row.shipment.carrier)}`)}{' '}
              <span className="mono">{row.shipment.trackingNo}</span>
            </span>
          </div>
        ) : (
          '–'
        ),
    },
    { key: 'paid', title: t('column.paid'), align: 'end', cell: row => <Money fen={row.paidFen} /> },
    { key: 'at', title: t('column.at'), cell: row => <DateText at={row.createdAt} /> },
  ]
  return (
    <Page title={t('sales')} lead={t('salesLead')}>
      <PagedList
        query={query}
        caption={t('sales')}
        columns={columns}
        rowKey={row => row.orderId}
        empty={
          <EmptyState icon="order" title={t('noSales')}>
            {t('noSalesNote')}
          </EmptyState>
        }
      />
    </Page>
  )
}
