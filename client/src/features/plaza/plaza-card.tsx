import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { AddToSheet } from '#features/plaza/add-to-sheet.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type Piece = Outputs['plaza']['search']['rows'][number]

/** What a sale would earn comes first; then the rate, the price, the report. */
export function PlazaCard({ piece, sessionId }: { piece: Piece; sessionId: string | undefined }) {
  const { t } = useTranslation('plaza')
  return (
    <li className="plaza-piece">
      <ItemPhoto photos={piece.photos} categoryCode={piece.categoryCode} />
      <div className="plaza-piece-body">
        <h2>
          <Link to="/plaza/$itemId" params={{ itemId: piece.itemId }} search={sessionId ? { sessionId } : {}}>
            {piece.title}
          </Link>
        </h2>
        <Earns earns={piece.earns} />
        <p className="row small">
          <Money fen={piece.priceFen} />
          <span className="tag">{t(`grades.${piece.grade}`)}</span>
          <span className="secondary">{t(`kinds.${piece.reportKind}`)}</span>
        </p>
        <p className="small secondary">
          {piece.supplierName}
          {piece.shipFrom ? ` · ${piece.shipFrom}` : null}
        </p>
        {piece.held ? (
          <StatusTag tone="warning" shape="waiting">
            {t('held')}
          </StatusTag>
        ) : (
          <AddToSheet piece={piece} sessionId={sessionId} />
        )}
      </div>
    </li>
  )
}

export function Earns({ earns }: { earns: Piece['earns'] }) {
  const { t } = useTranslation('plaza')
  if (!earns) return <p className="secondary">{t('noPlan')}</p>
  return (
    <p className="plaza-earn">
      <span className="strong">
        {t('youEarn')} <Money fen={earns.amountFen} />
      </span>
      <span className="secondary small">
        {t(`plans.${earns.planKind}`)} {formatRate(earns.rateBps)}
      </span>
    </p>
  )
}
