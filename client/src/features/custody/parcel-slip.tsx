import { useTranslation } from 'react-i18next'
import { type Loan, readableCode } from '#features/custody/loan-kinds.ts'
import { CopyText } from '#ui/copy-text.tsx'
import { QrCode } from '#ui/qr-code.tsx'

/** What goes into the parcel: whoever reads it has the parcel. */
export function ParcelSlip({ loan, code }: { loan: Loan; code: string }) {
  const { t } = useTranslation('loan')
  return (
    <section className="panel loan-slip" aria-labelledby="slip">
      <div>
        <h2 id="slip">{t('slip')}</h2>
        <p className="secondary">{t(loan.state === 'approved' ? 'slipBody' : 'slipBodyLater')}</p>
      </div>
      <QrCode text={code} label={t('slip')} size={168} />
      <p className="loan-code">
        <CopyText text={code} what={t('code')}>
          <span className="mono">{readableCode(code)}</span>
        </CopyText>
      </p>
    </section>
  )
}
