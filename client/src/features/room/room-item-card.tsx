import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import type { RoomItem } from '#features/room/room-page.tsx'
import { RoomRating } from '#features/scores/room-rating.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

/** One piece: what it is, its report in one tap, its price, and whether it can still be had. */
export function RoomItemCard({ item, roomCode, onBuy }: RoomItemCardProps) {
  const { t } = useTranslation('room')
  return (
    <li className="room-item" data-gone={item.standing === 'sold' || undefined}>
      <span className="numbered">
        <ItemPhoto photos={item.photos} categoryCode={item.categoryCode} />
        <span className="number numeric">{item.position}</span>
      </span>
      <div className="room-item-body">
        <h2>{item.title}</h2>
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
          <span className="room-item-price">
            <Money fen={item.priceFen} />
          </span>
          {item.standing === 'on_sale' ? (
            <Button
              kind="primary"
              size="large"
              onClick={onBuy}
              aria-label={t('buyWhat', { title: item.title })}
            >
              {t('buy')}
            </Button>
          ) : item.standing === 'being_paid' ? (
            <StatusTag tone="warning" shape="waiting">
              {t('beingPaid')}
            </StatusTag>
          ) : (
            <StatusTag tone="neutral" shape="off">
              {t('sold')}
            </StatusTag>
          )}
        </div>
      </div>
    </li>
  )
}

type RoomItemCardProps = { item: RoomItem; roomCode: string; onBuy: () => void }
