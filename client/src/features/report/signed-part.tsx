import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { useTranslation } from 'react-i18next'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { CopyText } from '#ui/copy-text.tsx'

/** What the signature covers and what it cannot cover, and the raw text for whoever wants to check with tools of his own. */
export function SignedPart({ report }: { report: VerifiableReport }) {
  const { t } = useTranslation('report')
  return (
    <section className="panel stack" aria-labelledby="report-signed">
      <h2 id="report-signed">{t('signed.title')}</h2>
      <ul className="report-signed-list">
        <li>{t('signed.covers')}</li>
        <li>{t('signed.leavesOut')}</li>
      </ul>
      <details>
        <summary>{t('signed.raw')}</summary>
        <div className="stack">
          <p className="small">{t('signed.how')}</p>
          <SpecList>
            <Spec label={t('signed.key')} mono>
              {report.keyId}
            </Spec>
            <Spec label={t('signed.publicKey')} mono>
              <CopyText text={report.publicKey} what={t('signed.publicKey')} />
            </Spec>
            <Spec label={t('signed.signature')} mono>
              <CopyText text={report.signature} what={t('signed.signature')} />
            </Spec>
          </SpecList>
          <CopyText text={report.signedText} what={t('signed.text')}>
            {t('signed.text')}
          </CopyText>
          <pre className="report-raw">{report.signedText}</pre>
        </div>
      </details>
    </section>
  )
}
