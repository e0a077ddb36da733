import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { AcceptButton } from '#features/shipping/accept-button.tsx'
import { ParcelWay } from '#features/order/parcel-way.tsx'
import { AddressCard } from '#features/shipping/address-card.tsx'
import { PaperLink } from '#features/report/paper-link.tsx'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import { PrintDialog } from '#features/shipping/print-dialog.tsx'
import { RefuseDialog } from '#features/shipping/refuse-dialog.tsx'
import { ShipDialog } from '#features/shipping/ship-dialog.tsx'
import { TimeLeft } from '#features/shipping/time-left.tsx'
import { WishPanel } from '#features/shipping/wish-panel.tsx'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Order = Outputs['orders']['getForSupplier']

/** One order as its supplier sees it: what to do next, where it goes, and the terms frozen on it. */
export function OrderPage() {
  const { t } = useTranslation('shipping')
  const { orderId } = useParams({ from: '/workspace/orders/$orderId' })
  const query = useQuery(api.orders.getForSupplier.queryOptions({ orderId }))
  return (
    <Page
      title={query.data?.title ?? t('order')}
      back={
        <Link to="/orders">
          <Icon name="back" size={16} />
          {t('title')}
        </Link>
      }
      actions={query.data ? <OrderActions order={query.data} /> : null}
    >
      <QueryView query={query}>{order => <OrderView order={order} />}</QueryView>
    </Page>
  )
}

function OrderView({ order }: { order: Order }) {
  const { t } = useTranslation('shipping')
  return (
    <>
      <WishPanel order={order} />
      <section className="panel stack">
        <div className="row">
          <StateTag of="order" state={order.state} />
          {order.state === 'paid' ? <TimeLeft order={order} /> : null}
          <CopyText text={order.orderNo} what={t('orderNo')}>
            <span className="mono">{order.orderNo}</span>
          </CopyText>
        </div>
        <dl className="facts">
          <Fact label={t('paid')}>
            <Money fen={order.paidFen} />
          </Fact>
          <Fact label={t('listPrice')}>
            <Money fen={order.listFen} />
          </Fact>
          <Fact label={t('sku')}>
            <span className="mono">{order.supplierSku}</span>
          </Fact>
          <Fact label={t('streamer')}>{order.streamerName}</Fact>
          <Fact label={t('report')}>
            <a href={`/r/${order.reportCode}`} className="mono">
              {order.reportCode}
            </a>
          </Fact>
          <MomentFact label={t('paidAt')} at={order.paidAt} />
          <MomentFact label={t('acceptedAt')} at={order.acceptedAt} />
          <MomentFact label={t('acceptBy')} at={order.acceptBy} />
          <MomentFact label={t('shipBy')} at={order.shipBy} />
          <MomentFact label={t('shippedAt')} at={order.shippedAt} />
          <MomentFact label={t('deliveredAt')} at={order.deliveredAt} />
          <MomentFact label={t('receivedAt')} at={order.receivedAt} />
          <MomentFact label={t('maturesAt')} at={order.maturesAt} />
          <MomentFact label={t('settledAt')} at={order.settledAt} />
        </dl>
      </section>
      <ParcelPanel order={order} />
      <TermsPanel order={order} />
    </>
  )
}

function ParcelPanel({ order }: { order: Order }) {
  const { t } = useTranslation('shipping')
  const [printing, setPrinting] = useState(false)
  const addressOpen = order.state === 'paid' || order.state === 'shipped'
  return (
    <section className="panel stack" aria-labelledby="parcel">
      <div className="row">
        <h2 id="parcel">{t('parcel')}</h2>
        {addressOpen ? (
          <Button size="small" icon="file" onClick={() => setPrinting(true)}>
            {t('print.start')}
          </Button>
        ) : null}
        <PaperLink of={{ orderId: order.orderId }} small>
          {t('printSlip')}
        </PaperLink>
        <PaperLink of={{ code: order.reportCode }} small>
          {t('printReport')}
        </PaperLink>
      </div>
      <dl className="facts">
        <Fact label={t('buyer')}>{order.buyer ? `${order.buyer.name} ${order.buyer.phone}` : '–'}</Fact>
        <Fact label={t('region')}>{order.buyer?.region ?? '–'}</Fact>
        <Fact label={t('carrierLabel')}>
          {order.shipment ? t(`carrier.${knownCarrier(order.shipment.carrier)}`) : '–'}
        </Fact>
        <Fact label={t('trackingNo')}>
          {order.shipment ? <CopyText text={order.shipment.trackingNo} what={t('trackingNo')} /> : '–'}
        </Fact>
      </dl>
      {order.shipment ? <ParcelWay way={order.way} /> : null}
      {addressOpen ? (
        <AddressCard orderId={order.orderId} />
      ) : (
        <p className="secondary">{t('addressClosed')}</p>
      )}
      {printing ? <PrintDialog orderIds={[order.orderId]} onClose={() => setPrinting(false)} /> : null}
    </section>
  )
}

function TermsPanel({ order: { terms } }: { order: Order }) {
  const { t } = useTranslation('shipping')
  return (
    <section className="panel stack" aria-labelledby="terms">
      <div>
        <h2 id="terms">{t('terms.title')}</h2>
        <p className="secondary">{t('terms.lead')}</p>
      </div>
      <dl className="facts">
        <Fact label={t('terms.commission')}>{formatRate(terms.rateBps)}</Fact>
        <Fact label={t('terms.service')}>{formatRate(terms.serviceRateBps)}</Fact>
        <Fact label={t('terms.platform')}>{formatRate(terms.platformRateBps)}</Fact>
        <Fact label={t('terms.days')}>
          {t('terms.daysValue', { count: terms.settlementDays, tier: terms.settlementTier })}
        </Fact>
      </dl>
    </section>
  )
}

function OrderActions({ order }: { order: Order }) {
  const { t } = useTranslation('shipping')
  const [open, setOpen] = useState<'ship' | 'cancel' | null>(null)
  if (order.state !== 'paid') return null
  return (
    <>
      <Button kind="danger" onClick={() => setOpen('cancel')}>
        {t('cannotDeliver')}
      </Button>
      {order.acceptBy ? <AcceptButton orderId={order.orderId} /> : null}
      <Button kind="primary" icon="truck" onClick={() => setOpen('ship')}>
        {t('ship')}
      </Button>
      {open === 'ship' ? <ShipDialog order={order} onClose={() => setOpen(null)} /> : null}
      {open === 'cancel' ? <RefuseDialog order={order} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
