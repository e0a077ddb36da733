import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { LoanStanding } from '#features/custody/loan-columns.tsx'
import type { Loan, Side } from '#features/custody/loan-kinds.ts'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import { CopyText } from '#ui/copy-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import './custody.css'

type Props = { loan: Omit<Loan, 'code'>; side: Side | 'operator' }

/** What was agreed, in figures, and the parcels on the way. */
export function LoanFacts({ loan, side }: Props) {
  const { t } = useTranslation('loan')
  return (
    <section className="panel stack" aria-label={t('facts')}>
      <div className="loan-piece">
        <ItemPhoto photos={loan.photos} categoryCode={loan.categoryCode} />
        <div className="stack-tight">
          <LoanStanding loan={loan} />
          <span className="mono small secondary">{loan.sku}</span>
        </div>
      </div>
      <blockquote className="loan-reason">{loan.reason}</blockquote>
      <dl className="facts">
        {side === 'supplier' ? null : <Fact label={t('supplier')}>{loan.supplierName}</Fact>}
        {side === 'streamer' ? null : (
          <Fact label={t('streamer')}>
            {loan.streamerName} · {t('tier', { tier: loan.streamerTier })}
          </Fact>
        )}
        <Fact label={t('days')}>{t('dayCount', { count: loan.days })}</Fact>
        {loan.sessionTitle ? <Fact label={t('session')}>{loan.sessionTitle}</Fact> : null}
        <Fact label={t('price')}>
          <Money fen={loan.priceFen} />
        </Fact>
        {loan.exposureFen ? (
          <Fact label={t('exposure')}>
            <Money fen={loan.exposureFen} />
          </Fact>
        ) : null}
        {loan.reportCode ? (
          <Fact label={t('report')}>
            <a href={`/r/${loan.reportCode}`} className="mono">
              {loan.reportCode}
            </a>
          </Fact>
        ) : null}
        <ParcelFact label={t('parcelOut')} carrier={loan.outCarrier} trackingNo={loan.outTrackingNo} />
        <ParcelFact label={t('parcelBack')} carrier={loan.backCarrier} trackingNo={loan.backTrackingNo} />
        <MomentFact label={t('askedAt')} at={loan.createdAt} />
      </dl>
    </section>
  )
}

type ParcelFactProps = { label: string; carrier: string | null; trackingNo: string | null }

function ParcelFact({ label, carrier, trackingNo }: ParcelFactProps) {
  const { t } = useTranslation('shipping')
  if (!carrier || !trackingNo) return null
  return (
    <Fact label={label}>
      {t(`carrier.${knownCarrier(carrier)}`)}{' '}
      <CopyText text={trackingNo} what={t('trackingNo')}>
        <span className="mono">{trackingNo}</span>
      </CopyText>
    </Fact>
  )
}
