import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ImportCounts } from '#features/imports/import-counts.tsx'
import { ImportProgress } from '#features/imports/import-progress.tsx'
import { Notices } from '#features/imports/notices.tsx'
import { OpenRows } from '#features/imports/open-rows.tsx'
import { UndoPanel } from '#features/imports/undo-panel.tsx'
import { goingIn, useImport } from '#features/imports/use-import.ts'
import { useFailureText } from '#ui/failure-text.ts'
import { Notice } from '#ui/notice.tsx'

/** How it ended, in words; what is still open, and how long it can be taken back. */
export function DoneStep() {
  const detail = useImport()
  if (detail.state === 'undoing') return <ImportProgress />
  if (detail.state === 'undone') return <Undone />
  if (detail.state === 'failed') return <Refused />
  if (detail.state === 'cancelled') return <Cancelled />
  return <Applied />
}

function Applied() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const { counts } = detail
  const sentence = [
    counts.new > 0 ? t('didNew', { count: counts.new }) : null,
    counts.changed > 0 ? t('didChange', { count: counts.changed }) : null,
    counts.missing > 0 && detail.mode === 'full' ? t('didTakeOff', { count: counts.missing }) : null,
    counts.conflicts > 0 ? t('didKeep', { count: counts.conflicts }) : null,
    counts.errors > 0 ? t('didLeaveOut', { count: counts.errors }) : null,
  ].filter(part => part !== null)
  return (
    <>
      <div role="status">
        <Notice
          tone="success"
          title={t('applied', { count: Math.max(0, goingIn(detail) - counts.conflicts) })}
          action={
            <Link to="/items" search={{ ofImport: detail.importId }} className="button" data-size="small">
              {t('viewItems')}
            </Link>
          }
        >
          {sentence.length > 0 ? t('didSentence', { parts: sentence.join(t('comma')) }) : t('didNothing')}
        </Notice>
      </div>
      <OpenRows />
      <ImportCounts />
      <UndoPanel />
      <Notices />
    </>
  )
}

function Undone() {
  const { t } = useTranslation('import')
  const { undoCounts } = useImport()
  return (
    <>
      <div role="status">
        <Notice tone="success" title={t('undone')} action={<AllImports />}>
          {undoCounts
            ? t('undoneCounts', {
                restored: undoCounts.restored.toLocaleString('en'),
                kept: undoCounts.kept.toLocaleString('en'),
              })
            : null}
        </Notice>
      </div>
      <ImportCounts />
    </>
  )
}

function Cancelled() {
  const { t } = useTranslation('import')
  return (
    <Notice tone="neutral" title={t('cancelled')} action={<AllImports />}>
      {t('cancelledNote')}
    </Notice>
  )
}

function Refused() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const failureText = useFailureText()
  const failure = { reason: detail.errorCode, facts: detail.errorFacts, requestId: null }
  return (
    <div role="alert">
      <Notice tone="danger" title={t('failedTitle')} action={<AllImports />}>
        <p>{failureText(failure)}</p>
        <p>{t('failedNote')}</p>
      </Notice>
    </div>
  )
}

function AllImports() {
  const { t } = useTranslation('import')
  return (
    <Link to="/imports" className="button" data-size="small">
      {t('toHistory')}
    </Link>
  )
}
