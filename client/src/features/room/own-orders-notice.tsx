import { useTranslation } from 'react-i18next'
import type { OwnOrder } from '#features/room/own-orders.ts'
import { roomNow } from '#features/room/room-clock.ts'
import { useOwnOrder } from '#features/room/use-own-order.ts'
import { formatDuration } from '#ui/duration.ts'
import { Notice } from '#ui/notice.tsx'
import { useNow } from '#ui/use-now.ts'

/** What this buyer began to buy here: kept for him and how to go on, or bought. */
export function OwnOrdersNotice({ orders }: { orders: OwnOrder[] }) {
  return orders.map(order => <OwnOrderNotice key={order.linkToken} order={order} />)
}

function OwnOrderNotice({ order: { linkToken, title } }: { order: OwnOrder }) {
  const { t } = useTranslation('room')
  const data = useOwnOrder(linkToken)
  if (!data || data.state === 'closed') return null
  const isOpen = data.state === 'checkout'
  return (
    <Notice
      tone={isOpen ? 'warning' : 'success'}
      title={t(isOpen ? 'own.kept' : 'own.bought', { title })}
      action={
        // Loaded anew: the page of a room is the same for everybody and may not carry the styles that an order's forms bring.
        <a className="button" href={`/order/${encodeURIComponent(linkToken)}`}>
          {t(isOpen ? 'own.pay' : 'own.look')}
        </a>
      }
    >
      {isOpen ? <TimeLeft until={data.checkoutUntil} /> : null}
    </Notice>
  )
}

function TimeLeft({ until }: { until: string }) {
  const { t } = useTranslation('room')
  useNow(1_000)
  const leftMs = Math.max(0, Date.parse(until) - roomNow())
  return (
    <>
      {t('own.left')} <time className="numeric">{formatDuration(leftMs)}</time>
    </>
  )
}
