import { IMPORT_DAYS } from '@haowu/shared/imports.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { ImportLine } from '#features/imports/import-calls.ts'
import { openRowsOf } from '#features/imports/use-import.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { useFailureText } from '#ui/failure-text.ts'

export function useHistoryColumns(): Column<ImportLine>[] {
  const { t } = useTranslation('import')
  return [
    {
      key: 'file',
      title: t('file'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <Link to="/imports/$importId" params={{ importId: row.importId }} className="row-link">
            {row.fileName}
          </Link>
          <span className="small secondary">
            {t(`source.${row.source}`)} · {t(`mode.${row.mode}.name`)}
          </span>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: row => <StateTag of="import" state={row.state} /> },
    { key: 'rows', title: t('rows'), align: 'end', cell: row => row.counts.rows.toLocaleString('en') },
    { key: 'result', title: t('result'), cell: row => <Result row={row} /> },
    { key: 'at', title: t('uploadedAt'), cell: row => <DateText at={row.createdAt} /> },
    { key: 'next', title: t('next'), actions: true, cell: row => <Next row={row} /> },
  ]
}

/** What came of it, in a sentence; of a refused file, why. */
function Result({ row }: { row: ImportLine }) {
  const { t } = useTranslation('import')
  const failureText = useFailureText()
  const { counts } = row
  if (row.state === 'failed') {
    return <>{failureText({ reason: row.errorCode, facts: row.errorFacts, requestId: null })}</>
  }
  if (counts.rows === 0) return <>–</>
  const parts = [
    counts.new > 0 ? t('shortNew', { count: counts.new }) : null,
    counts.changed > 0 ? t('shortChanged', { count: counts.changed }) : null,
    counts.missing > 0 ? t('shortMissing', { count: counts.missing }) : null,
    counts.errors > 0 ? t('shortErrors', { count: counts.errors }) : null,
  ].filter(part => part !== null)
  return <>{parts.length > 0 ? parts.join(' · ') : t('noChanges')}</>
}

const DAY_MS = 86_400_000

function isWithin({ appliedAt }: ImportLine, days: number): boolean {
  return appliedAt !== null && Date.parse(appliedAt) + days * DAY_MS > Date.now()
}

/** What a person can still do with it. */
function Next({ row }: { row: ImportLine }) {
  const { t } = useTranslation('import')
  const params = { importId: row.importId }
  if (row.state === 'asking' || row.state === 'previewed') {
    return (
      <Link to="/imports/$importId" params={params}>
        {t(row.braked ? 'lookAgain' : 'goOn')}
      </Link>
    )
  }
  if (row.state !== 'applied') return null
  const isOpen = isWithin(row, IMPORT_DAYS.open)
  const canUndo = isWithin(row, IMPORT_DAYS.undo)
  return (
    <>
      {isOpen && openRowsOf(row) > 0 ? (
        <Link to="/imports/$importId/rows" params={params}>
          {t('mendRows')}
        </Link>
      ) : null}
      {canUndo ? (
        <Link to="/imports/$importId/done" params={params} hash="undo">
          {t('undoLink')}
        </Link>
      ) : null}
    </>
  )
}
