import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { AddToSheet } from '#features/plaza/add-to-sheet.tsx'
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
            <span className="secondary">{t(`kinds.${piece.reportKind}`)}</span>
          </p>
          <p className="small secondary">
            {piece.supplierName}
            {piece.shipFrom ? ` · ${piece.shipFrom}` : null}
          </p>
          <StockFreshness at={piece.stockConfirmedAt} />
        </div>
      </div>
      <div className="plaza-piece-foot">
        <Earns earns={piece.earns} />
        <PieceAction piece={piece} sessionId={sessionId} />
      </div>
    </li>
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
      <StatusTag tone="warning" shape="waiting">
        {t('held')}
      </StatusTag>
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
