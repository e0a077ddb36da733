import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CheckRow } from '#features/parcel/check-row.tsx'
import { FinishCheck } from '#features/parcel/finish-check.tsx'
import { keepCheck, readCheck } from '#features/parcel/keep-check.ts'
import { fieldsToCheck, type ParcelCheck, sumUp, tickTheRest } from '#features/parcel/parcel-check.ts'
import { useOnline } from '#features/parcel/use-online.ts'
import { reportQuery } from '#features/report/report-query.ts'
import { readSignedFacts } from '#features/report/signed-facts.ts'
import { useSignatureCheck } from '#features/report/use-signature-check.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './check-parcel-page.css'

const route = getRouteApi('/public/order/$linkToken/check')
const ARRIVING = new Set(['shipped', 'received', 'completed'])

type Order = Outputs['checkout']['get']

/** The parcel is open: the buyer holds the piece against the report that was sold with it, point by point. */
export function CheckParcelPage() {
  const { t } = useTranslation('parcel')
  const { linkToken } = route.useParams()
  const query = useQuery(api.checkout.get.queryOptions({ linkToken }))
  return (
    <Page
      title={t('title')}
      lead={query.data?.title}
      back={
        <Link to="/order/$linkToken" params={{ linkToken }}>
          <Icon name="back" size={16} />
          {t('backToOrder')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {order =>
          ARRIVING.has(order.state) ? (
            <SoldReport order={order} linkToken={linkToken} />
          ) : (
            <EmptyState icon="truck" title={t('notSent')}>
              {t('notSentNote')}
            </EmptyState>
          )
        }
      </QueryView>
    </Page>
  )
}

function SoldReport({ order, linkToken }: { order: Order; linkToken: string }) {
  const query = useQuery(reportQuery(order.reportCode))
  return (
    <QueryView query={query} lines={8}>
      {report => <CheckList order={order} report={report} linkToken={linkToken} />}
    </QueryView>
  )
}

function CheckList({ order, report, linkToken }: CheckListProps) {
  const { t, i18n } = useTranslation('parcel')
  const online = useOnline()
  const signature = useSignatureCheck(report)
  const facts = readSignedFacts(report.signedText)
  const [check, setCheck] = useState<ParcelCheck>(() => readCheck(order.orderNo))
  const [wantsToSend, setWantsToSend] = useState(false)
  const [caseNo, setCaseNo] = useState<string | null>(null)
  if (caseNo) return <Reported caseNo={caseNo} linkToken={linkToken} />
  if (!facts || !report.genuine || signature.check === 'forged') {
    return (
      <Notice tone="danger" title={t('forged')}>
        {t('forgedNote')}
      </Notice>
    )
  }
  const fields = fieldsToCheck(report, facts, { language: i18n.language, noDefects: t('noDefects') })
  const sum = sumUp(fields, check)
  const change = (next: ParcelCheck) => {
    setCheck(next)
    keepCheck(order.orderNo, next)
  }
  return (
    <div className="stack parcel">
      <p>{t('lead', { version: facts.version, code: report.code })}</p>
      {online ? null : (
        <Notice tone="warning" title={t('offline')}>
          {t('offlineNote')}
        </Notice>
      )}
      <section className="panel stack" aria-label={t('list')}>
        <ProgressBar
          label={t('progress')}
          part={sum.checked / sum.total}
          note={t('progressNote', { checked: sum.checked, total: sum.total })}
        />
        <ul className="check-rows">
          {fields.map(field => (
            <CheckRow
              key={field.key}
              field={field}
              tick={check.ticks[field.key]}
              missing={wantsToSend && sum.wordless.includes(field.key)}
              onTick={tick => change({ ...check, ticks: { ...check.ticks, [field.key]: tick } })}
            />
          ))}
        </ul>
        {sum.checked > 0 && sum.checked < sum.total ? (
          <Button onClick={() => change(tickTheRest(fields, check))}>
            {t('restSame', { count: sum.total - sum.checked })}
          </Button>
        ) : null}
      </section>
      <FinishCheck
        order={order}
        reportCode={report.code}
        linkToken={linkToken}
        check={check}
        sum={sum}
        onChange={change}
        onRefused={() => setWantsToSend(true)}
        onReported={setCaseNo}
      />
    </div>
  )
}

type CheckListProps = { order: Order; report: VerifiableReport; linkToken: string }

function Reported({ caseNo, linkToken }: { caseNo: string; linkToken: string }) {
  const { t } = useTranslation('parcel')
  return (
    <div role="status">
      <Notice
        tone="success"
        title={t('reported', { caseNo })}
        action={
          <Link className="button" to="/order/$linkToken" params={{ linkToken }}>
            {t('backToOrder')}
          </Link>
        }
      >
        {t('reportedNote')}
      </Notice>
    </div>
  )
}
