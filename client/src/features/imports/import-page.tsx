import { Link, Navigate, Outlet, useMatches, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { ImportDetail } from '#features/imports/import-calls.ts'
import { formatBytes } from '#features/imports/format-bytes.ts'
import { IMPORT_STEPS, type ImportStep, isOpenStep, reachedStep } from '#features/imports/import-steps.ts'
import { progressPart } from '#features/imports/progress-part.ts'
import { ImportContext, useImportQuery, workingState } from '#features/imports/use-import.ts'
import { DateText } from '#ui/date-text.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { Stepper } from '#ui/stepper.tsx'
import './import-page.css'

/** One file from upload to shelf, step by step. A step that has nothing to show any more leads on to the one that has. */
export function ImportPage() {
  const { t } = useTranslation('import')
  const { importId } = useParams({ from: '/workspace/imports/$importId' })
  const query = useImportQuery(importId)
  const step = useStep()
  return (
    <Page
      title={query.data?.fileName ?? t('title')}
      tabTitle={useTabTitle(query.data)}
      back={
        <Link to="/imports">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
      lead={query.data ? <Lead detail={query.data} /> : null}
    >
      <QueryView query={query} lines={8}>
        {detail => (
          <ImportContext value={detail}>
            <Steps detail={detail} current={step} />
            {step && !isOpenStep(step, detail) ? (
              <Navigate to="/imports/$importId" params={{ importId }} replace />
            ) : (
              <Outlet />
            )}
          </ImportContext>
        )}
      </QueryView>
    </Page>
  )
}

function useStep(): ImportStep | undefined {
  const routeId = useMatches({ select: matches => String(matches.at(-1)?.routeId) })
  return IMPORT_STEPS.find(step => routeId.endsWith(`/${step}`))
}

/** Somebody who works in another tab sees how far it is. */
function useTabTitle(detail: ImportDetail | undefined): string {
  const { t } = useTranslation('import')
  if (!detail) return t('title')
  const part = progressPart(detail)
  if (!workingState(detail) || part === undefined) return detail.fileName
  return `${Math.floor(part * 100)}% · ${detail.fileName}`
}

function Lead({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  return (
    <span className="import-lead">
      <StateTag of="import" state={detail.state} />
      <span>{t(`mode.${detail.mode}.name`)}</span>
      <span>{t(`source.${detail.source}`)}</span>
      <span className="numeric">{formatBytes(detail.bytes)}</span>
      <DateText at={detail.createdAt} />
      {detail.parentId ? (
        <Link to="/imports/$importId" params={{ importId: detail.parentId }}>
          {t('ofParent')}
        </Link>
      ) : null}
    </span>
  )
}

function Steps({ detail, current }: { detail: ImportDetail; current: ImportStep | undefined }) {
  const { t } = useTranslation('import')
  const { importId } = detail
  const reached = IMPORT_STEPS.indexOf(
    reachedStep({ ...detail, question: detail.question?.question ?? null }),
  )
  const at = current ?? IMPORT_STEPS[reached]
  return (
    <Stepper
      label={t('steps')}
      steps={IMPORT_STEPS.map((step, index) => ({
        key: step,
        title: t(`step.${step}`),
        state: step === at ? 'current' : index < reached ? 'done' : 'todo',
        link: isOpenStep(step, detail)
          ? words => (
              <Link to={`/imports/$importId/${step}`} params={{ importId }}>
                {words}
              </Link>
            )
          : undefined,
      }))}
    />
  )
}
