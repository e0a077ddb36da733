import type { RoomPiece } from '@haowu/shared/room-view.ts'
import { useTranslation } from 'react-i18next'
import { Money } from '#ui/money.tsx'

/** What it costs here and now, and beside it what it cost before the streamer changed it. */
export function RoomPrice({ piece }: { piece: RoomPiece }) {
  const { t } = useTranslation('room')
  const changed = piece.priceFen !== piece.listFen
  return (
    <span className="room-price">
      <span className="room-item-price">
        <Money fen={piece.priceFen} />
      </span>
      {changed ? (
        <span className="secondary small">
          {t('listPrice')}{' '}
          <s>
            <Money fen={piece.listFen} />
          </s>
        </span>
      ) : null}
    </span>
  )
}
