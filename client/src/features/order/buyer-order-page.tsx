import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { BuyerAfterSales } from '#features/after-sales/buyer-after-sales.tsx'
import { BuyerCases } from '#features/cases/buyer-cases.tsx'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { CancelOrder } from '#features/order/cancel-order.tsx'
import { OrderProgress } from '#features/order/order-progress.tsx'
import { ParcelWay } from '#features/order/parcel-way.tsx'
import { RateOrder } from '#features/scores/rate-order.tsx'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Countdown } from '#ui/countdown.tsx'
import { DateText } from '#ui/date-text.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import './buyer-order-page.css'

const route = getRouteApi('/public/order/$linkToken')
/** States that still change by themselves; the page looks again while the buyer waits. */
const MOVING = new Set(['checkout', 'paid', 'shipped', 'refunding'])
/** The parcel is on its way or there, so it can be held against its report. */
const ARRIVING = new Set(['shipped', 'received', 'completed'])

/** Something was bought and not yet undone, so that its money may be asked for. */
const ASKABLE = new Set(['paid', 'shipped', 'received', 'completed'])

/** The buyer has no account: this link is his order. */
export function BuyerOrderPage() {
  const { linkToken } = route.useParams()
  const query = useQuery(
    api.checkout.get.queryOptions(
      { linkToken },
      { refetchInterval: ({ state }) => (state.data && MOVING.has(state.data.state) ? 2_500 : false) },
    ),
  )
  return <QueryView query={query}>{order => <BuyerOrder order={order} linkToken={linkToken} />}</QueryView>
}

type Order = Outputs['checkout']['get']

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
            <Spec label={t('paid')}>
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

/** What the buyer can or should do now, in one box. */
function NextStep({ order, linkToken }: { order: Order; linkToken: string }) {
  const { t } = useTranslation('order')
  const failureText = useFailureText()
  const reload = () => queryClient.invalidateQueries(api.checkout.get.queryFilter({ linkToken }))
  const fail = (error: unknown) => showToast(failureText(error), { tone: 'danger' })
  const pay = useMutation(
    api.checkout.pay.mutationOptions({
      onSuccess: ({ payUrl }) => location.assign(payUrl),
      onError: error => {
        fail(error)
        void reload()
      },
    }),
  )
  const confirm = useMutation(
    api.checkout.confirmReceipt.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(api.ratings.own.queryFilter({ linkToken }))
        return reload()
      },
      onError: fail,
    }),
  )

  if (order.state === 'checkout') {
    return (
      <Notice
        tone="info"
        title={t('next.checkout')}
        action={
          <Button kind="primary" size="large" busy={pay.isPending} onClick={() => pay.mutate({ linkToken })}>
            {t('pay')}
          </Button>
        }
      >
        {t('keptFor')} <Countdown until={order.checkoutUntil} onEnd={reload} />
      </Notice>
    )
  }
  if (order.state === 'shipped') {
    return (
      <Notice
        tone="info"
        title={t('next.shipped')}
        action={
          <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate({ linkToken })}>
            {t('confirmReceipt')}
          </Button>
        }
      >
        {t('nextNote.shipped')}
      </Notice>
    )
  }
  const tone = order.state === 'closed' || order.state === 'refunding' ? 'warning' : 'success'
  return (
    <Notice tone={tone} title={t(`next.${order.state}`)}>
      {order.refund ? (
        <>
          {t(`refund.${order.refund.state}`)} <Money fen={order.refund.amountFen} />
        </>
      ) : (
        t(`nextNote.${order.state}`)
      )}
      {order.state === 'received' && order.receivedAt ? (
        <>
          {' '}
          <DateText at={order.receivedAt} />
        </>
      ) : null}
    </Notice>
  )
}
