import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { ReportGrade } from '#features/report/report-grade.tsx'
import { ReportPhotos } from '#features/report/report-photos.tsx'
import { reportQuery } from '#features/report/report-query.ts'
import { ReportVerdict } from '#features/report/report-verdict.tsx'
import { SignedPart } from '#features/report/signed-part.tsx'
import { readSignedFacts, type SignedFacts, splitIdentity } from '#features/report/signed-facts.ts'
import { useSignatureCheck } from '#features/report/use-signature-check.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QrCode } from '#ui/qr-code.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './report-page.css'

const route = getRouteApi('/public/r/$code')

/** What the parcel's code opens: the signed facts of one piece, for whoever holds it. */
export function ReportPage() {
  const { t } = useTranslation('report')
  const { code } = route.useParams()
  const query = useQuery(reportQuery(code))
  if (query.isError && readFailure(query.error).reason === 'not_found') {
    return (
      <EmptyState alone icon="report" title={t('unknown')}>
        {t('unknownNote', { code })}
      </EmptyState>
    )
  }
  return (
    <QueryView query={query}>{report => <Report report={report} askedAt={query.dataUpdatedAt} />}</QueryView>
  )
}

function Report({ report, askedAt }: { report: VerifiableReport; askedAt: number }) {
  const { t } = useTranslation('report')
  const facts = readSignedFacts(report.signedText)
  const signature = useSignatureCheck(report)
  // A genuine text of another report is no less a fraud than a changed one.
  const isForged = !report.genuine || facts?.code !== report.code || signature.check === 'forged'
  const seen = isForged && signature.check ? { ...signature, check: 'forged' as const } : signature
  return (
    <Page title={t('title')} lead={isForged ? undefined : facts?.item.title}>
      <div className="stack report">
        <ReportVerdict report={report} facts={facts} signature={seen} askedAt={askedAt} />
        {facts && !isForged ? <Facts report={report} facts={facts} /> : null}
        <SignedPart report={report} />
      </div>
    </Page>
  )
}

function Facts({ report, facts }: { report: VerifiableReport; facts: SignedFacts }) {
  const { t, i18n } = useTranslation('report')
  const english = i18n.language === 'en'
  return (
    <>
      <Piece item={facts.item} />
      <ReportGrade facts={facts} report={report} />
      <section className="panel stack-tight" aria-labelledby="report-measured">
        <h2 id="report-measured">{t('measured')}</h2>
        <SpecList>
          {report.lines.map(line => (
            <Spec key={line.key} label={english ? line.en : line.zh}>
              {english ? line.valueEn : line.valueZh}
            </Spec>
          ))}
          <Spec label={t('defects')}>{facts.defects || (facts.marks?.length ? '' : t('noDefects'))}</Spec>
        </SpecList>
      </section>
      <ReportPhotos facts={facts} />
      <Inspection facts={facts} />
    </>
  )
}

function Piece({ item }: { item: SignedFacts['item'] }) {
  const { t } = useTranslation('report')
  const { name, number } = splitIdentity(item.identity)
  return (
    <section className="panel stack-tight" aria-labelledby="report-piece">
      <h2 id="report-piece">{t('piece')}</h2>
      {number ? (
        <div className="report-identity">
          <span className="secondary">{name === 'IMEI' ? 'IMEI' : t('serial')}</span>
          <span className="mono report-number">{number}</span>
          <span className="small secondary">{t('compareNumber')}</span>
        </div>
      ) : null}
      <SpecList>
        <Spec label={t('brand')}>{item.brand}</Spec>
        <Spec label={t('model')}>{item.model}</Spec>
      </SpecList>
    </section>
  )
}

function Inspection({ facts }: { facts: SignedFacts }) {
  const { t } = useTranslation('report')
  return (
    <section className="panel stack" aria-labelledby="report-inspection">
      <h2 id="report-inspection">{t('inspection')}</h2>
      <SpecList>
        <Spec label={t('kind')}>{t(`kinds.${facts.kind}`)}</Spec>
        <Spec label={t('agency')}>{facts.agency}</Spec>
        <Spec label={t('inspector')}>{facts.inspector}</Spec>
        <Spec label={t('externalNo')} mono>
          {facts.externalNo}
        </Spec>
        <Spec label={t('place')}>{facts.place}</Spec>
        <Spec label={t('tools')}>{facts.tools?.join(t('listComma'))}</Spec>
        <Spec label={t('inspectedOn')}>{facts.inspectedOn}</Spec>
        <Spec label={t('expiresOn')}>{facts.expiresOn}</Spec>
        <Spec label={t('versionLabel')}>{t('version', { version: facts.version })}</Spec>
        <Spec label={t('code')} mono>
          {facts.code}
        </Spec>
      </SpecList>
      <QrCode text={`${location.origin}/r/${facts.code}`} label={t('qr')} />
    </section>
  )
}
