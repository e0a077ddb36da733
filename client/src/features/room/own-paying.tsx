import { useTranslation } from 'react-i18next'
import type { OwnOrder } from '#features/room/own-orders.ts'
import { PayingUntil } from '#features/room/paying-until.tsx'
import { useOwnOrder } from '#features/room/use-own-order.ts'
import { StatusTag } from '#ui/status-tag.tsx'

/** On the card of a piece that this buyer took: kept for him, unless he let it go and somebody else is paying by now. */
export function OwnPaying({ order, until }: { order: OwnOrder; until: string | null }) {
  const { t } = useTranslation('room')
  const isOpen = useOwnOrder(order.linkToken)?.state === 'checkout'
  if (!isOpen) return <PayingUntil until={until} />
  return (
    <StatusTag tone="warning" shape="waiting">
      {t('own.here')}
    </StatusTag>
  )
}
