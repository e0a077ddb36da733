import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'
import { useTranslation } from 'react-i18next'
import { findAlternatives } from '#features/room/arrange-room.ts'
import { PayingUntil } from '#features/room/paying-until.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'

/** Somebody was faster: what that means, that nothing was charged, and what there is instead. */
export function LostNotice({ item, room, lost, onChoose }: LostNoticeProps) {
  const { t } = useTranslation('room')
  const now = room.items.find(({ itemId }) => itemId === item.itemId)
  const alternatives = lost === 'free' ? [] : findAlternatives(room.items, item)
  return (
    <>
      <Notice
        tone={lost === 'gone' ? 'danger' : 'warning'}
        title={t(lost === 'gone' ? 'gone' : 'beaten')}
        action={lost === 'beaten' && now?.payingUntil ? <PayingUntil until={now.payingUntil} /> : null}
      >
        {t(LOST_NOTES[lost])}
      </Notice>
      {alternatives.length > 0 ? (
        <section className="stack-tight" aria-label={t('instead')}>
          <h3>{t('instead')}</h3>
          <ul className="room-instead">
            {alternatives.map(piece => (
              <li key={piece.itemId}>
                <span>{piece.title}</span>
                <Money fen={piece.priceFen} />
                <Button
                  size="small"
                  onClick={() => onChoose(piece)}
                  aria-label={t('chooseWhat', { title: piece.title })}
                >
                  {t('choose')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

/** `beaten`: somebody is paying; `free`: it came back; `gone`: it will not come back. */
export type Lost = 'beaten' | 'free' | 'gone'

const LOST_NOTES = { beaten: 'beatenNote', free: 'beatenAndFree', gone: 'goneNote' } as const

type LostNoticeProps = {
  item: RoomPiece
  room: RoomView
  lost: Lost
  onChoose: (piece: RoomPiece) => void
}
