import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import { AcceptButton } from '#features/shipping/accept-button.tsx'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import type { SupplierOrder } from '#features/shipping/orders-page.tsx'
import type { PickedOrders } from '#features/shipping/pick-orders.ts'
import { TimeLeft } from '#features/shipping/time-left.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { useIsPhone } from '#ui/media.ts'
import { Money } from '#ui/money.tsx'

type OrderColumns = { picked: PickedOrders; onShip: (order: SupplierOrder) => void }

/** An order may be printed while its address is open. */
export const isPrintable = ({ state }: SupplierOrder) => state === 'paid' || state === 'shipped'

export function useOrderColumns({ picked, onShip }: OrderColumns): Column<SupplierOrder>[] {
  const { t } = useTranslation('shipping')
  const isPhone = useIsPhone()
  const columns: Column<SupplierOrder>[] = [
    { key: 'item', title: t('item'), heading: true, cell: order => <Item {...{ order, picked, isPhone }} /> },
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
      width: 180,
      cell: order =>
        order.state === 'paid' ? (
          <div className="row order-acts">
            {order.acceptBy ? <AcceptButton orderId={order.orderId} size="small" /> : null}
            <Button size="small" icon="truck" onClick={() => onShip(order)}>
              {t('ship')}
            </Button>
          </div>
        ) : order.shipment ? (
          <Parcel shipment={order.shipment} />
        ) : null,
    },
  ]
  if (isPhone) return columns
  const all = (
    <Checkbox
      aria-label={t('pickAll')}
      checked={picked.allPicked}
      indeterminate={picked.ids.length > 0 && !picked.allPicked}
      onChange={picked.toggleAll}
    />
  )
  return [{ key: 'pick', title: all, width: 36, cell: order => <Pick {...{ order, picked }} /> }, ...columns]
}

function Pick({ order, picked }: { order: SupplierOrder; picked: PickedOrders }) {
  const { t } = useTranslation('shipping')
  if (!isPrintable(order)) return null
  return (
    <Checkbox
      className="above-row-link"
      aria-label={t('pick', { no: order.orderNo })}
      checked={picked.isPicked(order.orderId)}
      onChange={() => picked.toggle(order.orderId)}
    />
  )
}

function Item({ order, picked, isPhone }: { order: SupplierOrder; picked: PickedOrders; isPhone: boolean }) {
  return (
    <div className="row order-item">
      {isPhone ? <Pick {...{ order, picked }} /> : null}
      <div className="stack-tight">
        <Link
          to="/orders/$orderId"
          params={{ orderId: order.orderId }}
          className="row-link"
          data-order={isPrintable(order) ? order.orderId : undefined}
        >
          {order.title}
        </Link>
        <span className="small secondary mono">
          <span className="nowrap">{order.orderNo}</span> ·{' '}
          <span className="nowrap">{order.supplierSku}</span>
        </span>
      </div>
    </div>
  )
}

function Parcel({ shipment }: { shipment: NonNullable<SupplierOrder['shipment']> }) {
  const { t } = useTranslation('shipping')
  return (
    <div className="stack-tight small">
      <span>{t(`parcelState.${shipment.state ?? 'unknown'}`)}</span>
      <span className="secondary">
        {t(`carrier.${knownCarrier(shipment.carrier)}`)} <span className="mono">{shipment.trackingNo}</span>
      </span>
    </div>
  )
}
