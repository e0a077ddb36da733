import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { BuyerAfterSales } from '#features/after-sales/buyer-after-sales.tsx'
import { BuyerCases } from '#features/cases/buyer-cases.tsx'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { CancelOrder } from '#features/order/cancel-order.tsx'
import { NextStep } from '#features/order/next-step.tsx'
import { OrderProgress } from '#features/order/order-progress.tsx'
import { ParcelWay } from '#features/order/parcel-way.tsx'
import { RateOrder } from '#features/scores/rate-order.tsx'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import { CopyText } from '#ui/copy-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './buyer-order-page.css'

const route = getRouteApi('/public/order/$linkToken')
/** States that still change by themselves; the page looks again while the buyer waits. */
const MOVING = new Set(['checkout', 'paid', 'shipped', 'refunding'])
const LOOK_MS = 2_500
/** Money may still be on its way to an order that is closed. */
const LOOK_LATER_MS = 10_000
/** The parcel is on its way or there, so it can be held against its report. */
const ARRIVING = new Set(['shipped', 'received', 'completed'])

/** Something was bought and not yet undone, so that its money may be asked for. */
const ASKABLE = new Set(['paid', 'shipped', 'received', 'completed'])

/** The buyer has no account: this link is his order. */
export function BuyerOrderPage() {
  const { t } = useTranslation('order')
  const { linkToken } = route.useParams()
  const query = useQuery(
    api.checkout.get.queryOptions(
      { linkToken },
      { refetchInterval: ({ state }) => (state.data ? nextLook(state.data) : false) },
    ),
  )
  if (query.isError && readFailure(query.error).reason === 'not_found')
    return (
      <EmptyState alone icon="order" title={t('unknown')}>
        {t('unknownNote')}
      </EmptyState>
    )
  return <QueryView query={query}>{order => <BuyerOrder order={order} linkToken={linkToken} />}</QueryView>
}

type Order = Outputs['checkout']['get']

function nextLook({ state, refund }: Order): number | false {
  if (MOVING.has(state)) return LOOK_MS
  if (state !== 'closed' || refund?.state === 'succeeded') return false
  return refund ? LOOK_MS : LOOK_LATER_MS
}

function BuyerOrder({ order, linkToken }: { order: Order; linkToken: string }) {
  const { t } = useTranslation('order')
  return (
    <Page title={t('title')} lead={order.title}>
      <div className="stack buyer-order">
        <NextStep order={order} linkToken={linkToken} />
        <ReportSince order={order} />
        <OrderProgress order={order} />
        <CancelOrder order={order} linkToken={linkToken} />
        {order.shipment ? <ParcelPanel order={order} shipment={order.shipment} /> : null}
        {ARRIVING.has(order.state) ? (
          <section className="panel stack" aria-labelledby="check-parcel">
            <div>
              <h2 id="check-parcel">{t('check.title')}</h2>
              <p>{t('check.lead')}</p>
            </div>
            <Link className="button" to="/order/$linkToken/check" params={{ linkToken }}>
              {t('check.open')}
            </Link>
          </section>
        ) : null}
        <BuyerAfterSales linkToken={linkToken} mayAsk={ASKABLE.has(order.state)} />
        <BuyerCases linkToken={linkToken} />
        <RateOrder linkToken={linkToken} />
        <section className="panel" aria-label={t('facts')}>
          <SpecList>
            <Spec label={t(order.paidAt ? 'paid' : 'toPay')}>
              <Money fen={order.paidFen} />
            </Spec>
            <Spec label={t('no')} mono>
              {order.orderNo}
            </Spec>
            <Spec label={t('report')}>
              <Link to="/r/$code" params={{ code: order.reportCode }}>
                {t('openReport')}
              </Link>
              <br />
              <span className="secondary small">{t('soldVersion', { version: order.reportVersion })}</span>
            </Spec>
            <Spec label={t('buyer')}>
              {order.buyer.name} {order.buyer.phone}
              <br />
              {order.buyer.region}
            </Spec>
          </SpecList>
        </section>
        <p className="secondary small">{t('keepLink')}</p>
      </div>
    </Page>
  )
}

type ParcelPanelProps = { order: Order; shipment: NonNullable<Order['shipment']> }

function ParcelPanel({ order, shipment }: ParcelPanelProps) {
  const { t } = useTranslation('order')
  return (
    <section className="panel stack" aria-labelledby="parcel-way">
      <div className="row">
        <h2 id="parcel-way">{t('way.title')}</h2>
        <span className="secondary">{t(`carriers.${knownCarrier(shipment.carrier)}`)}</span>
        <CopyText text={shipment.trackingNo} what={t('trackingNo')} />
      </div>
      <ParcelWay way={order.way} />
    </section>
  )
}

/** What became of the report after the sale; the order stays with the version that was sold. */
function ReportSince({ order }: { order: Order }) {
  const { t } = useTranslation('order')
  if (order.reportState === 'published') return null
  const tone = order.reportState === 'revoked' ? 'danger' : 'info'
  return (
    <Notice tone={tone} title={t(`since.${order.reportState}`)}>
      {t(`sinceNote.${order.reportState}`, { version: order.reportVersion })}
    </Notice>
  )
}
