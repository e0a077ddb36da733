import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { ParcelsDialog } from '#features/shipping/parcels-dialog.tsx'
import { TimeLeft } from '#features/shipping/time-left.tsx'
import { ShipDialog } from '#features/shipping/ship-dialog.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type SupplierOrder = Outputs['orders']['listForSupplier']['rows'][number]

const SHOWN_STATES = ORDER_STATES.filter(state => state !== 'checkout' && state !== 'closed')

/** What was sold, what has to be shipped next, and where each parcel is. */
export function OrdersPage() {
  const { t } = useTranslation('shipping')
  const { state, search, sort } = useSearch({ from: '/workspace/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const [shipping, setShipping] = useState<SupplierOrder | null>(null)
  const [many, setMany] = useState(false)
  const input = { ...(state && { states: [state] }), ...(search && { search }), ...(sort && { sort }) }
  const query = usePages(api.orders.listForSupplier.queryKey(input), cursor =>
    server.orders.listForSupplier.query({ ...input, cursor }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button icon="truck" onClick={() => setMany(true)}>
          {t('many.open')}
        </Button>
      }
    >
      <StateTabs
        state={state}
        onChange={next => navigate({ search: before => ({ ...before, state: next }) })}
      />
      <FilterBar
        search={
          <SearchBox
            value={search ?? ''}
            label={t('searchLabel')}
            onChange={text =>
              navigate({ search: before => ({ ...before, search: text || undefined }), replace: true })
            }
          />
        }
      >
        <Checkbox
          checked={sort === 'due'}
          onChange={event =>
            navigate({ search: before => ({ ...before, sort: event.target.checked ? 'due' : undefined }) })
          }
        >
          {t('dueFirst')}
        </Checkbox>
      </FilterBar>
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns(setShipping)}
        rowKey={order => order.orderId}
        empty={
          state || search ? (
            <EmptyState
              icon="search"
              title={t('noneFiltered')}
              action={<Button onClick={() => navigate({ search: {} })}>{t('clear')}</Button>}
            />
          ) : (
            <EmptyState icon="truck" title={t('none')}>
              {t('noneBody')}
            </EmptyState>
          )
        }
      />
      {many ? <ParcelsDialog onClose={() => setMany(false)} /> : null}
      {shipping ? <ShipDialog order={shipping} onClose={() => setShipping(null)} /> : null}
    </Page>
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

function useColumns(onShip: (order: SupplierOrder) => void): Column<SupplierOrder>[] {
  const { t } = useTranslation('shipping')
  return [
    {
      key: 'item',
      title: t('item'),
      heading: true,
      cell: order => (
        <div className="stack-tight">
          <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className="row-link">
            {order.title}
          </Link>
          <span className="small secondary mono">
            {order.orderNo} · {order.supplierSku}
          </span>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: order => <StateTag of="order" state={order.state} /> },
    { key: 'left', title: t('timeLeft'), cell: order => <TimeLeft order={order} /> },
    { key: 'paid', title: t('paid'), align: 'end', cell: order => <Money fen={order.paidFen} /> },
    { key: 'streamer', title: t('streamer'), cell: order => order.streamerName },
    {
      key: 'buyer',
      title: t('buyer'),
      cell: order => (order.buyer ? `${order.buyer.name} · ${order.buyer.region}` : '–'),
    },
    { key: 'at', title: t('paidAt'), cell: order => (order.paidAt ? <DateText at={order.paidAt} /> : '–') },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: order =>
        order.state === 'paid' ? (
          <Button size="small" icon="truck" onClick={() => onShip(order)}>
            {t('ship')}
          </Button>
        ) : order.shipment ? (
          <span className="small secondary">
            {t(`carrier.${knownCarrier(order.shipment.carrier)}`)}{' '}
            <span className="mono">{order.shipment.trackingNo}</span>
          </span>
        ) : null,
    },
  ]
}

/** The words of a carrier we know; another one is shown as "other". */
export function knownCarrier(carrier: string) {
  return (
    (['sf', 'jd', 'ems', 'zto', 'yto', 'sto', 'yunda'] as const).find(each => each === carrier) ?? 'other'
  )
}
