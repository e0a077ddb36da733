import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { formatPoints } from '#features/scores/points.ts'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['scores']['inspectors']['rows'][number]

/** Who inspects, by how often the report turned out to be so. */
export function InspectorScores() {
  const { t } = useTranslation('scores')
  const query = usePages(api.scores.inspectors.queryKey(), cursor =>
    server.scores.inspectors.query({ cursor }),
  )
  return (
    <PagedList
      query={query}
      caption={t('all.views.inspector')}
      columns={useColumns()}
      rowKey={row => row.subjectId}
      empty={
        <EmptyState icon="report" title={t('inspectors.none')}>
          {t('inspectors.noneBody')}
        </EmptyState>
      }
    />
  )
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('scores')
  return [
    {
      key: 'name',
      title: t('inspectors.name'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <span>{row.name}</span>
          <span className="small secondary">
            {t(`inspectors.subject.${row.subject}`)}
            {row.of ? ` · ${row.of}` : ''}
          </span>
        </div>
      ),
    },
    {
      key: 'score',
      title: t('inspectors.score'),
      align: 'end',
      cell: row => <span className="strong numeric">{formatPoints(row.score)}</span>,
    },
    {
      key: 'received',
      title: t('inspectors.received'),
      align: 'end',
      cell: row => <span className="numeric">{row.received}</span>,
    },
    {
      key: 'wrong',
      title: t('inspectors.wrong'),
      align: 'end',
      cell: row => <span className="numeric">{row.wrong}</span>,
    },
    {
      key: 'rechecks',
      title: t('inspectors.rechecks'),
      align: 'end',
      cell: row => (
        <span className="numeric">
          {row.rechecked - row.recheckFailed} / {row.rechecked}
        </span>
      ),
    },
  ]
}
