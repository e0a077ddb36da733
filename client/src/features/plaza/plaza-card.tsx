import { formatRate } from '@haowu/shared/money.ts'
import { COMPARED_AT_MOST } from '@haowu/shared/plaza.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { AddToSheet } from '#features/plaza/add-to-sheet.tsx'
import { toggled } from '#features/plaza/plaza-search.ts'
import { ToCart } from '#features/plaza/to-cart.tsx'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { WaitButton } from '#features/waiting/wait-button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type Piece = Outputs['plaza']['search']['rows'][number]

/** What it is above, what it earns and the one thing to do below, where the thumb is. */
export function PlazaCard({ piece, sessionId }: { piece: Piece; sessionId: string | undefined }) {
  const { t } = useTranslation('plaza')
  return (
    <li className="plaza-piece">
      <div className="plaza-piece-head">
        <ItemPhoto photos={piece.photos} categoryCode={piece.categoryCode} />
        <div className="plaza-piece-body">
          <h2>
            <Link
              to="/plaza/$itemId"
              params={{ itemId: piece.itemId }}
              search={sessionId ? { sessionId } : {}}
            >
              {piece.title}
            </Link>
          </h2>
          <p className="row small">
            <span className="strong">
              <Money fen={piece.priceFen} />
            </span>
            <span className="tag">{t(`grades.${piece.grade}`)}</span>
            <span className="secondary">
              {t(`kinds.${piece.reportKind}`)} · <DateText at={piece.inspectedOn} form="day" />
            </span>
          </p>
          <p className="small secondary">
            {piece.supplierName} · {t('tier', { tier: piece.supplierTier })}
            {piece.shipFrom ? ` · ${piece.shipFrom}` : null} · {t('shipsWithin', { hours: piece.shipHours })}
          </p>
          <div className="plaza-piece-side">
            <StockFreshness at={piece.stockConfirmedAt} />
            <ToCompare itemId={piece.itemId} title={piece.title} />
          </div>
        </div>
      </div>
      <div className="plaza-piece-foot">
        <Earns earns={piece.earns} />
        <ToCart piece={piece} />
        <PieceAction piece={piece} sessionId={sessionId} />
      </div>
    </li>
  )
}

/** Puts the piece aside for comparing, or takes it back; no more fit than can be read side by side. */
function ToCompare({ itemId, title }: { itemId: string; title: string }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  const compare = toggled(search.compare, itemId)
  const isIn = search.compare?.includes(itemId) ?? false
  return (
    <label className="plaza-compare small">
      <input
        type="checkbox"
        checked={isIn}
        disabled={!isIn && (compare?.length ?? 0) > COMPARED_AT_MOST}
        aria-label={t('compareWhat', { title })}
        onChange={() => set({ compare })}
      />
      {t('compareShort')}
    </label>
  )
}

/** Add it, or why that is not possible now. */
export function PieceAction({ piece, sessionId, block = false }: PieceActionProps) {
  const { t } = useTranslation('plaza')
  if (piece.heldByYou) {
    return (
      <Link className="plaza-own" to="/sessions/$sessionId" params={{ sessionId: piece.heldByYou.sessionId }}>
        <StatusTag tone="success" shape="live">
          {t('heldByYou')}
        </StatusTag>
      </Link>
    )
  }
  if (piece.held) {
    return (
      <>
        {block ? null : (
          <StatusTag tone="warning" shape="waiting">
            {t('held')}
          </StatusTag>
        )}
        {piece.earns ? <WaitButton piece={piece} sessionId={sessionId} block={block} /> : null}
      </>
    )
  }
  return piece.earns ? <AddToSheet piece={piece} sessionId={sessionId} block={block} /> : null
}

type PieceActionProps = {
  piece: Pick<Piece, 'itemId' | 'title' | 'held' | 'heldByYou' | 'earns'>
  sessionId: string | undefined
  block?: boolean
}

/** The figure a streamer looks for first; a rate that was made for him says so. */
export function Earns({ earns }: { earns: Piece['earns'] }) {
  const { t } = useTranslation('plaza')
  if (!earns) return <p className="secondary small">{t('noPlan')}</p>
  return (
    <p className="plaza-earn">
      <span className="small secondary">
        {t('youEarn')} ·{' '}
        <span className={earns.planKind === 'open' ? undefined : 'plaza-special'}>
          {t(`plans.${earns.planKind}`)} {formatRate(earns.rateBps)}
        </span>
      </span>
      <span className="plaza-earn-amount">
        <Money fen={earns.amountFen} />
      </span>
    </p>
  )
}
