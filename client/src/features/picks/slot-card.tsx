import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { isOpen, type Session, type Slot } from '#features/picks/run-sheet.ts'
import { SlotActions } from '#features/picks/slot-actions.tsx'
import { Money } from '#ui/money.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

/** One piece of the run sheet: the number viewers know it by, whether it can still be pitched, and what it earns. */
export function SlotCard({ slot, session, index }: { slot: Slot; session: Session; index: number }) {
  const { t } = useTranslation('picks')
  return (
    <li className="slot" data-gone={slot.standing === 'gone' || undefined}>
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
            {slot.reportExpiresBeforeEnd ? (
              <StatusTag tone="warning" shape="attention">
                {t('reportExpires')}
              </StatusTag>
            ) : null}
          </p>
          {slot.standing === 'held' ? <StockFreshness at={slot.stockConfirmedAt} /> : null}
        </div>
      </div>
      <div className="slot-foot">
        <p className="slot-earn">
          <span className="small secondary numeric">
            <Money fen={slot.priceFen} /> · {formatRate(slot.terms.rateBps)} ·{' '}
            {t('minutes', { count: slot.minutes })}
          </span>
          <span className="slot-earn-amount">
            {t('earn')} <Money fen={slot.earnFen} />
          </span>
        </p>
        {isOpen(session) ? <SlotActions {...{ slot, session, index }} /> : null}
      </div>
    </li>
  )
}

function StandingTag({ slot }: { slot: Slot }) {
  const { t } = useTranslation('picks')
  const [tone, shape] = STANDINGS[slot.standing]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`standing.${slot.standing}`)}
    </StatusTag>
  )
}

const STANDINGS: Record<Slot['standing'], [Tone, Shape]> = {
  held: ['success', 'live'],
  being_paid: ['warning', 'waiting'],
  sold: ['info', 'off'],
  gone: ['danger', 'refused'],
}
