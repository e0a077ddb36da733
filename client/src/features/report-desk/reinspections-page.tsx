import { REINSPECTION_STATES } from '@haowu/shared/inspection.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { LookDialog } from '#features/report-desk/look-dialog.tsx'
import { LookState } from '#features/report-desk/look-state.tsx'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type Look = Outputs['reportDesk']['reinspections']['rows'][number]

/** Pieces drawn for a second look. J, K and Enter walk the queue; what is decided brings up the next by itself. */
export function ReinspectionsPage() {
  const { t } = useTranslation('report-desk')
  const { state = 'picked', look } = useSearch({ from: '/workspace/operator/reinspections' })
  const navigate = useNavigate({ from: '/operator/reinspections' })
  const query = usePages(api.reportDesk.reinspections.queryKey({ state }), cursor =>
    server.reportDesk.reinspections.query({ state, cursor }),
  )
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  const at = rows.findIndex(({ id }) => id === look)
  const opened = rows[at]
  const open = (id: string | undefined) =>
    navigate({ search: old => ({ ...old, look: id }), replace: look !== undefined })
  return (
    <Page title={t('looks.title')} lead={t('looks.lead')}>
      <Tabs
        label={t('looks.states')}
        value={state}
        options={REINSPECTION_STATES.map(value => ({ value, label: t(`looks.state.${value}`) }))}
        onChange={value => navigate({ search: { state: value === 'picked' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('looks.title')}
        columns={useColumns()}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="success" title={t(`looks.none.${state}`)}>
            {t('looks.noneBody')}
          </EmptyState>
        }
      />
      {opened ? (
        <LookDialog
          key={opened.id}
          look={opened}
          waiting={rows.length - 1}
          onDecided={() => open((rows[at + 1] ?? rows[at - 1])?.id)}
          onClose={() => open(undefined)}
        />
      ) : null}
    </Page>
  )
}

function useColumns(): Column<Look>[] {
  const { t } = useTranslation('report-desk')
  return [
    {
      key: 'title',
      title: t('reports.piece'),
      heading: true,
      width: '32%',
      cell: row => (
        <div className="stack-tight">
          <Link
            to="/operator/reinspections"
            search={{ state: row.state === 'picked' ? undefined : row.state, look: row.id }}
            className="row-link"
          >
            {row.title}
          </Link>
          <span className="small secondary">
            {row.supplierName} · <span className="mono">{row.sku}</span>
          </span>
        </div>
      ),
    },
    { key: 'code', title: t('reports.report'), cell: row => <span className="mono">{row.code}</span> },
    {
      key: 'by',
      title: t('reports.by'),
      cell: row => (row.agency ? `${row.agency} · ${row.inspector}` : row.inspector),
    },
    { key: 'day', title: t('looks.drawnFor'), cell: row => <span className="numeric">{row.drawnFor}</span> },
    { key: 'outcome', title: t('looks.outcome'), cell: row => <LookState look={row} /> },
  ]
}
