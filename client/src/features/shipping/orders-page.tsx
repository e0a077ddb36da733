import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { DownloadButton } from '#app/download-button.tsx'
import { isPrintable, useOrderColumns } from '#features/shipping/order-columns.tsx'
import { OrderFilters } from '#features/shipping/order-filters.tsx'
import { ParcelsDialog } from '#features/shipping/parcels-dialog.tsx'
import { MOST_PICKED, usePickedOrders, usePickKeys } from '#features/shipping/pick-orders.ts'
import { PrintDialog } from '#features/shipping/print-dialog.tsx'
import { ShipPromise } from '#features/shipping/ship-promise.tsx'
import { ShipDialog } from '#features/shipping/ship-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import '#features/inventory/bulk-bar.css'
import './orders-page.css'

export type SupplierOrder = Outputs['orders']['listForSupplier']['rows'][number]

const SHOWN_STATES = ORDER_STATES.filter(state => state !== 'checkout' && state !== 'closed')

/** What was sold, what has to be shipped next, and where each parcel is. */
export function OrdersPage() {
  const { t } = useTranslation('shipping')
  const { state, search, sort, cancelling } = useSearch({ from: '/workspace/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const [shipping, setShipping] = useState<SupplierOrder | null>(null)
  const [open, setOpen] = useState<'many' | 'print' | null>(null)
  const filter = { ...(search && { search }), ...(sort && { sort }), ...(cancelling && { cancelling }) }
  const input = { ...filter, ...(state && { states: [state] }) }
  const query = usePages(api.orders.listForSupplier.queryKey(input), cursor =>
    server.orders.listForSupplier.query({ ...input, cursor }),
  )
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  const picked = usePickedOrders(rows.filter(isPrintable).map(({ orderId }) => orderId))
  usePickKeys(picked, () => setOpen('print'))
  const filtered = state !== undefined || Object.keys(filter).length > 0
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ShipPromise />
          <OrderFile query={{ ...(state && { state }), ...textsOf(filter) }} />
          <Button icon="truck" onClick={() => setOpen('many')}>
            {t('many.open')}
          </Button>
        </>
      }
    >
      <StateTabs
        state={state}
        onChange={value => navigate({ search: before => ({ ...before, state: value }) })}
      />
      <OrderFilters />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useOrderColumns({ picked, onShip: setShipping })}
        rowKey={order => order.orderId}
        empty={filtered ? <NoneFiltered onClear={() => navigate({ search: {} })} /> : <NoOrders />}
      />
      {picked.ids.length > 0 ? (
        <section className="bulk-bar" aria-label={t('bulk')}>
          <strong className="numeric" aria-live="polite">
            {t('picked', { count: picked.ids.length })}
            {picked.ids.length === MOST_PICKED ? ` · ${t('pickedMost')}` : ''}
          </strong>
          <div className="row">
            <Button kind="primary" icon="file" onClick={() => setOpen('print')}>
              {t('print.start')}
            </Button>
            <Button kind="quiet" onClick={picked.clear}>
              {t('clearPicked')}
            </Button>
          </div>
        </section>
      ) : null}
      {open === 'many' ? <ParcelsDialog onClose={() => setOpen(null)} /> : null}
      {open === 'print' ? <PrintDialog orderIds={picked.ids} onClose={() => setOpen(null)} /> : null}
      {shipping ? <ShipDialog order={shipping} onClose={() => setShipping(null)} /> : null}
    </Page>
  )
}

function textsOf(filter: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]))
}

function OrderFile({ query }: { query: Record<string, string> }) {
  return (
    <>
      {(['csv', 'xlsx'] as const).map(format => (
        <DownloadButton
          key={format}
          path="/api/orders/file"
          query={query}
          fileName="orders"
          format={format}
        />
      ))}
    </>
  )
}

function NoOrders() {
  const { t } = useTranslation('shipping')
  return (
    <EmptyState icon="truck" title={t('none')}>
      {t('noneBody')}
    </EmptyState>
  )
}

function NoneFiltered({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('shipping')
  return (
    <EmptyState
      icon="search"
      title={t('noneFiltered')}
      action={<Button onClick={onClear}>{t('clear')}</Button>}
    />
  )
}

type TabsProps = {
  state: SupplierOrder['state'] | undefined
  onChange: (state: SupplierOrder['state'] | undefined) => void
}

function StateTabs({ state, onChange }: TabsProps) {
  const { t } = useTranslation(['shipping', 'state', 'common'])
  return (
    <Tabs
      label={t('shipping:state')}
      value={state ?? 'all'}
      options={[
        { value: 'all', label: t('common:all') },
        ...SHOWN_STATES.map(value => ({ value, label: t(`state:order.${value}`) })),
      ]}
      onChange={value => onChange(SHOWN_STATES.find(each => each === value))}
    />
  )
}
