import type { RoomPiece } from '@haowu/shared/room-view.ts'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import type { OwnOrder } from '#features/room/own-orders.ts'
import { PayingUntil } from '#features/room/paying-until.tsx'
import { RoomPrice } from '#features/room/room-price.tsx'
import { RoomRating } from '#features/scores/room-rating.tsx'
import { Button } from '#ui/button.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

const OwnPaying = lazy(async () => ({
  default: (await import('#features/room/own-paying.tsx')).OwnPaying,
}))

/** One piece: what it is, its report in one tap, its price, and whether it can still be had. */
export function RoomItemCard({ item, roomCode, over, own, onBuy }: RoomItemCardProps) {
  const { t } = useTranslation('room')
  return (
    <li
      className="room-item"
      data-gone={item.standing === 'sold' || undefined}
      data-on-air={item.onAir || undefined}
    >
      <span className="numbered">
        <ItemPhoto photos={item.photos} categoryCode={item.categoryCode} />
        <span className="number numeric">{item.position}</span>
      </span>
      <div className="room-item-body">
        <h3>{item.title}</h3>
        <p className="row small">
          {item.grade ? <span className="tag">{t(`grades.${item.grade as '99'}`)}</span> : null}
          <Link
            to="/r/$code"
            params={{ code: item.reportCode }}
            aria-label={t('reportOf', { kind: t(`kinds.${item.reportKind}`), title: item.title })}
          >
            {t(`kinds.${item.reportKind}`)}
          </Link>
          <RoomRating roomCode={roomCode} itemId={item.itemId} title={item.title} />
        </p>
        <div className="room-item-foot">
          <RoomPrice piece={item} />
          {item.standing === 'being_paid' ? (
            <BeingPaid {...{ item, own }} />
          ) : item.standing === 'sold' ? (
            <StatusTag tone="neutral" shape="off">
              {t('sold')}
            </StatusTag>
          ) : over ? null : (
            <Button
              kind="primary"
              size="large"
              onClick={onBuy}
              aria-label={t('buyWhat', { title: item.title })}
            >
              {t('buy')}
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}

type RoomItemCardProps = {
  item: RoomPiece
  roomCode: string
  /** Nothing is sold any more. */
  over: boolean
  /** What this tab began to buy of it. */
  own: OwnOrder | undefined
  onBuy: () => void
}

/** Who took it himself is told so; nobody else is told who it is. */
function BeingPaid({ item, own }: Pick<RoomItemCardProps, 'item' | 'own'>) {
  const anybody = <PayingUntil until={item.payingUntil} />
  if (!own) return anybody
  return (
    <Suspense fallback={anybody}>
      <OwnPaying order={own} until={item.payingUntil} />
    </Suspense>
  )
}
