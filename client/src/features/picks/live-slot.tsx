import { formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { Highlights } from '#features/picks/highlights.tsx'
import { isPitchable } from '#features/picks/next-slot.ts'
import type { Session, Slot } from '#features/picks/run-sheet.ts'
import { formatDuration } from '#ui/duration.ts'
import { Money } from '#ui/money.tsx'
import { useNow } from '#ui/use-now.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

type LiveSlotProps = { slot: Slot; session: Session; onOpen: (what: 'price' | 'replace') => void }

/** What is on air: number, price, how it stands, what to say. Whatever ended it is the loudest thing on the screen. */
export function LiveSlot({ slot, session, onOpen }: LiveSlotProps) {
  const { t } = useTranslation('picks')
  const mayMove = slot.standing === 'held' || slot.standing === 'being_paid'
  const hasRange = slot.floorFen !== slot.ceilingFen
  return (
    <div className="live-slot">
      <p className="live-meta">
        <span className="live-number numeric">{slot.position}</span>
        <Elapsed slot={slot} session={session} />
        <span className="live-standing" data-standing={slot.standing} role="status">
          {t(`standing.${slot.standing}`)}
        </span>
      </p>
      <Threats slot={slot} />
      <h1 className="live-title">{slot.title}</h1>
      <p className="live-price">
        <Money fen={slot.priceFen} />
        {mayMove && hasRange ? (
          <button type="button" className="live-button" onClick={() => onOpen('price')}>
            {t('changePrice')}
          </button>
        ) : null}
      </p>
      {mayMove && hasRange ? (
        <p className="live-earn numeric">
          {t('priceRange', { floor: yuan(slot.floorFen), ceiling: yuan(slot.ceilingFen) })}
        </p>
      ) : null}
      {isPitchable(slot) ? null : (
        <button type="button" className="live-button live-replace" onClick={() => onOpen('replace')}>
          {t(slot.standing === 'sold' ? 'another' : 'replace')}
        </button>
      )}
      <p className="live-earn">
        {t('earn')} <Money fen={slot.earnFen} />
      </p>
      {slot.standing === 'held' ? (
        <p className="live-earn">
          <StockFreshness at={slot.stockConfirmedAt} />
        </p>
      ) : null}
      <Highlights slot={slot} />
      {slot.script ? <p className="live-script">{slot.script}</p> : null}
    </div>
  )
}

const yuan = (fen: string) => `¥${formatYuan(BigInt(fen))}`

/** What threatens the sale while it is pitched, and words of the script that must not be said; that it is gone is said above. */
function Threats({ slot }: { slot: Slot }) {
  const { t } = useTranslation('picks')
  const threats = slot.conflicts.filter(conflict => conflict !== 'gone')
  const words = [...new Set(slot.forbidden.map(({ word }) => word))]
  if (threats.length === 0 && words.length === 0) return null
  return (
    <div className="live-alert" role="alert">
      {threats.length > 0 ? <p>{threats.map(conflict => t(`conflict.${conflict}`)).join(' · ')}</p> : null}
      {words.length > 0 ? (
        <p>
          {t('neverSay')} {words.join('、')}
        </p>
      ) : null}
    </div>
  )
}

/** Since when it is on air, against the minutes it was given; by the server's clock. */
function Elapsed({ slot, session }: { slot: Slot; session: Session }) {
  const { t } = useTranslation('picks')
  const now = useNow(SECOND_MS)
  if (session.onAirAt === null) return null
  const shown = Math.max(0, Math.max(now, Date.parse(session.now)) - Date.parse(session.onAirAt))
  return (
    <span className="numeric" data-over={shown > slot.minutes * MINUTE_MS || undefined}>
      <span className="visually-hidden">{t('elapsed')}</span>
      {formatDuration(shown)} / {slot.minutes}:00
    </span>
  )
}
