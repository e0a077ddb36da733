import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FeedRun } from '#features/feeds/feed-calls.ts'
import { RunOutcome, RunResult } from '#features/feeds/run-result.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { formatDuration } from '#ui/duration.ts'

export function useRunColumns(): Column<FeedRun>[] {
  const { t } = useTranslation('feed')
  return [
    {
      key: 'at',
      title: t('startedAt'),
      heading: true,
      cell: run => (
        <>
          <DateText at={run.startedAt} /> <span className="small secondary">{t(`pass.${run.pass}`)}</span>
        </>
      ),
    },
    { key: 'outcome', title: t('state'), cell: run => <RunOutcome run={run} /> },
    {
      key: 'read',
      title: t('read'),
      cell: run => `${t('rows', { count: run.rows })} · ${t('pages', { count: run.pages })}`,
    },
    { key: 'result', title: t('result'), cell: run => <RunResult run={run} /> },
    {
      key: 'took',
      title: t('took'),
      align: 'end',
      cell: run => (run.endedAt ? formatDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt)) : '–'),
    },
    {
      key: 'import',
      title: t('actions'),
      actions: true,
      cell: ({ importId }) =>
        importId ? (
          <Link to="/imports/$importId" params={{ importId }}>
            {t('openImport')}
          </Link>
        ) : null,
    },
  ]
}
