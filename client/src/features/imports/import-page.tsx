import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { ImportChanges } from '#features/imports/import-changes.tsx'
import { ImportDecision } from '#features/imports/import-decision.tsx'
import { ImportProblems } from '#features/imports/import-problems.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Icon } from '#ui/icon.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type ImportDetail = Outputs['imports']['get']

const WORKING = ['uploaded', 'previewing', 'applying'] as const
const ASK_AGAIN_MS = 1_000

/** One file from upload to shelf. What it shows is read from the server, so a reload or another device shows the same. */
export function ImportPage() {
  const { t } = useTranslation('import')
  const { importId } = useParams({ from: '/workspace/imports/$importId' })
  const query = useQuery({
    ...api.imports.get.queryOptions({ importId }),
    refetchInterval: ({ state }) => (state.data && workingState(state.data) ? ASK_AGAIN_MS : false),
  })
  return (
    <Page
      title={query.data?.fileName ?? t('title')}
      back={
        <Link to="/imports">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {detail => <ImportView detail={detail} />}
      </QueryView>
    </Page>
  )
}

function ImportView({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  const working = workingState(detail)
  const seen = detail.state === 'previewed' || detail.state === 'applied' || detail.state === 'applying'
  return (
    <>
      <FileFacts detail={detail} />
      {working ? (
        <section className="panel stack" aria-live="polite">
          <ProgressBar label={t(`working.${working}`)} />
          <p className="secondary">{t('workingNote')}</p>
        </section>
      ) : null}
      {detail.state === 'failed' ? <FileRefused detail={detail} /> : null}
      {detail.state === 'cancelled' ? <Notice tone="neutral">{t('cancelled')}</Notice> : null}
      {seen ? <ImportDecision detail={detail} /> : null}
      {detail.state === 'previewed' ? <ImportChanges importId={detail.importId} /> : null}
      {seen ? <ImportProblems detail={detail} /> : null}
    </>
  )
}

function FileFacts({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  return (
    <dl className="panel facts">
      <Fact label={t('state')}>
        <StateTag of="import" state={detail.state} />
      </Fact>
      <Fact label={t('size')}>{formatBytes(detail.bytes)}</Fact>
      <Fact label={t('encoding')}>{detail.encoding?.toUpperCase() ?? '–'}</Fact>
      <MomentFact label={t('uploadedAt')} at={detail.createdAt} />
      <MomentFact label={t('appliedAt')} at={detail.appliedAt} />
    </dl>
  )
}

function FileRefused({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  const failureText = useFailureText()
  const failure = { reason: detail.errorCode, facts: detail.errorFacts, requestId: null }
  return (
    <div role="alert">
      <Notice
        tone="danger"
        title={t('failedTitle')}
        action={
          <Link to="/imports" className="button" data-size="small">
            {t('uploadAgain')}
          </Link>
        }
      >
        <p>{failureText(failure)}</p>
        <p>{t('failedNote')}</p>
      </Notice>
    </div>
  )
}

function workingState({ state }: ImportDetail) {
  return WORKING.find(each => each === state)
}

function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
