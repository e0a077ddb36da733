import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
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
        <section className="panel" aria-labelledby="report-piece">
          <h2 id="report-piece">{t('piece')}</h2>
          <dl className="facts">
            <Fact label={t('identity')} value={content.item.identity} mono />
            <Fact label={t('brand')} value={content.item.brand} />
            <Fact label={t('model')} value={content.item.model} />
          </dl>
        </section>
        <section className="panel" aria-labelledby="report-measured">
          <h2 id="report-measured">{t('measured')}</h2>
          <dl className="facts">
            {report.lines.map(line => (
              <Fact key={line.key} label={zh ? line.zh : line.en} value={zh ? line.valueZh : line.valueEn} />
            ))}
            <Fact label={t('defects')} value={content.defects || t('noDefects')} />
          </dl>
        </section>
        <section className="panel" aria-labelledby="report-inspection">
          <h2 id="report-inspection">{t('inspection')}</h2>
          <dl className="facts">
            <Fact label={t('kind')} value={t(`kinds.${content.kind}`)} />
            <Fact label={t('agency')} value={content.agency} />
            <Fact label={t('inspector')} value={content.inspector} />
            <Fact label={t('externalNo')} value={content.externalNo} mono />
            <Fact label={t('inspectedOn')} value={content.inspectedOn} />
            <Fact label={t('expiresOn')} value={content.expiresOn} />
            <Fact label={t('code')} value={report.code} mono />
          </dl>
          <QrCode text={`${location.origin}/r/${report.code}`} label={t('qr')} />
        </section>
      </div>
    </Page>
  )
}

function Fact({ label, value, mono = false }: { label: string; value: string | null; mono?: boolean }) {
  if (!value) return null
  return (
    <>
      <dt>{label}</dt>
      <dd className={mono ? 'mono' : undefined}>{value}</dd>
    </>
  )
}
