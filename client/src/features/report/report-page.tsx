import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { ReportStandingNotice } from '#features/report/report-standing.tsx'
import { SignatureSeal } from '#features/report/signature-seal.tsx'
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
  const query = useQuery(api.reports.verify.queryOptions({ code }, { staleTime: 60_000 }))
  if (query.isError && ['not_found', 'bad_request'].includes(readFailure(query.error).reason)) {
    return (
      <EmptyState alone icon="report" title={t('unknown')}>
        {t('unknownNote', { code })}
      </EmptyState>
    )
  }
  return <QueryView query={query}>{report => <Report report={report} />}</QueryView>
}

type ReportView = Outputs['reports']['verify']

function Report({ report }: { report: ReportView }) {
  const { t, i18n } = useTranslation('report')
  const { content } = report
  const zh = i18n.language !== 'en'
  return (
    <Page title={t('title')} lead={content.item.title}>
      <div className="stack report">
        <ReportStandingNotice report={report} />
        <SignatureSeal report={report} />
        <section className="panel report-grade" aria-labelledby="report-grade">
          <h2 id="report-grade">{t('grade')}</h2>
          <p className="report-grade-word">{t(`grades.${content.grade}`)}</p>
          <p className="secondary small">{t('gradeNote', { version: content.rubricVersion })}</p>
        </section>
        <section className="panel stack-tight" aria-labelledby="report-piece">
          <h2 id="report-piece">{t('piece')}</h2>
          <SpecList>
            <Identity identity={content.item.identity} />
            <Spec label={t('brand')}>{content.item.brand}</Spec>
            <Spec label={t('model')}>{content.item.model}</Spec>
          </SpecList>
        </section>
        <section className="panel stack-tight" aria-labelledby="report-measured">
          <h2 id="report-measured">{t('measured')}</h2>
          <SpecList>
            {report.lines.map(line => (
              <Spec key={line.key} label={zh ? line.zh : line.en}>
                {zh ? line.valueZh : line.valueEn}
              </Spec>
            ))}
            <Spec label={t('defects')}>{content.defects || t('noDefects')}</Spec>
          </SpecList>
        </section>
        <section className="panel stack-tight" aria-labelledby="report-inspection">
          <h2 id="report-inspection">{t('inspection')}</h2>
          <SpecList>
            <Spec label={t('kind')}>{t(`kinds.${content.kind}`)}</Spec>
            <Spec label={t('agency')}>{content.agency}</Spec>
            <Spec label={t('inspector')}>{content.inspector}</Spec>
            <Spec label={t('externalNo')} mono>
              {content.externalNo}
            </Spec>
            <Spec label={t('inspectedOn')}>{content.inspectedOn}</Spec>
            <Spec label={t('expiresOn')}>{content.expiresOn}</Spec>
            <Spec label={t('code')} mono>
              {report.code}
            </Spec>
          </SpecList>
          <QrCode text={`${location.origin}/r/${report.code}`} label={t('qr')} />
        </section>
      </div>
    </Page>
  )
}

/** Stored as `IMEI:356938035643809` or `SN:…`; what stands before the colon names the number. */
function Identity({ identity }: { identity: string | null }) {
  const { t } = useTranslation('report')
  const [, kind, number] = /^([A-Z]+):(.+)$/.exec(identity ?? '') ?? []
  return (
    <Spec label={kind === 'IMEI' ? 'IMEI' : t('serial')} mono>
      {number ?? identity}
    </Spec>
  )
}
