import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { isOpen, type Session, type Slot } from '#features/picks/run-sheet.ts'
import { ScriptCard } from '#features/picks/script-card.tsx'
import { SlotActions } from '#features/picks/slot-actions.tsx'
import { SlotConflicts, StandingTag } from '#features/picks/slot-tags.tsx'
import type { SheetDesk } from '#features/picks/use-sheet.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

export type SlotProps = {
  slot: Slot
  session: Session
  index: number
  /** When it begins. */
  at: number | undefined
  desk: SheetDesk
  /** Moves it to a place counted from 1. */
  onMove: (position: number) => void
}
export type Drag = { ref?: Ref<HTMLLIElement>; handle?: ReactNode }

/** One piece of the run sheet: when it comes, whether it can still be pitched, what is said, and what it earns. */
export function SlotCard({ slot, session, index, at, desk, onMove, ref, handle }: SlotProps & Drag) {
  const { t, i18n } = useTranslation('picks')
  const [writing, setWriting] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || step === 0 || !isOpen(session)) return
    event.preventDefault()
    onMove(Math.min(session.slots.length, Math.max(1, index + 1 + step)))
  }
  return (
    <li
      ref={ref}
      className="slot"
      data-gone={slot.standing === 'gone' || undefined}
      data-on-air={slot.slotId === session.currentSlotId || undefined}
      onKeyDown={onKeyDown}
    >
      <div className="slot-head">
        <span className="numbered">
          <ItemPhoto photos={slot.photos} categoryCode={slot.categoryCode} />
          <span className="number numeric">{slot.position}</span>
        </span>
        <div className="slot-body">
          <h2>
            <Link to="/plaza/$itemId" params={{ itemId: slot.itemId }}>
              {slot.title}
            </Link>
          </h2>
          <p className="row small">
            <StandingTag slot={slot} />
            <Link to="/r/$code" params={{ code: slot.reportCode }}>
              {t(`kinds.${slot.reportKind}`)}
            </Link>
            {at === undefined ? null : (
              <time className="numeric secondary" dateTime={new Date(at).toISOString()}>
                {formatMoment(new Date(at).toISOString(), i18n.language, 'minute').slice(-5)}
              </time>
            )}
          </p>
          <SlotConflicts slot={slot} />
          {slot.standing === 'held' ? <StockFreshness at={slot.stockConfirmedAt} /> : null}
        </div>
        {handle}
      </div>
      <ScriptCard {...{ slot, session, desk, writing, setWriting }} />
      <div className="slot-foot">
        <p className="slot-earn">
          <span className="small secondary numeric">
            <Money fen={slot.priceFen} />
            {slot.priceFen === slot.listFen ? null : (
              <>
                {' '}
                <del>
                  <Money fen={slot.listFen} />
                </del>
              </>
            )}{' '}
            · {formatRate(slot.terms.rateBps)}
          </span>
          <span className="slot-earn-amount">
            {t('earn')} <Money fen={slot.earnFen} />
          </span>
        </p>
        {isOpen(session) ? <SlotActions {...{ slot, session, index, onMove }} /> : null}
      </div>
    </li>
  )
}
