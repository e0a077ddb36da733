import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { Quarantined } from '#features/report-desk/quarantine-page.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

/** What tells whose a number is: who offers it, since when, on whose report. */
export function PieceOfNumber({ piece }: { piece: Quarantined['piece'] }) {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  return (
    <div className="stack-tight">
      <span className="strong">{piece.supplierName}</span>
      <span>{piece.title}</span>
      <span className="small secondary">
        <span className="mono">{piece.sku}</span> · <Money fen={piece.priceFen} /> ·{' '}
        {t('quarantine.broughtIn')} <DateText at={piece.since} form="day" />
      </span>
      <span className="small secondary">
        {piece.reportCode ? (
          <>
            <a href={`/r/${piece.reportCode}`} target="_blank" rel="noreferrer" className="mono">
              {piece.reportCode}
            </a>{' '}
            · {piece.agency ?? (piece.reportKind ? common(`reportKind.${piece.reportKind}`) : '')} ·{' '}
            {piece.inspectedOn}
          </>
        ) : (
          t('quarantine.noReport')
        )}
      </span>
      <span>
        <StateTag of="item" state={piece.state} />
      </span>
    </div>
  )
}
