import { CATEGORY_CODES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { REPORT_DESK_STATES } from '@haowu/shared/inspection.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { ReleaseDialog } from '#features/report-desk/release-dialog.tsx'
import { useReportColumns } from '#features/report-desk/report-columns.tsx'
import { RevokeDialog } from '#features/report-desk/revoke-dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type DeskReport = Outputs['reportDesk']['list']['rows'][number]

/** All reports there are: which stand, which end soon, which were withdrawn, and what is blocked by that. */
export function ReportsPage() {
  const { t } = useTranslation('report-desk')
  const { state, kind, category, agency, q, report } = useSearch({ from: '/workspace/operator/reports' })
  const navigate = useNavigate({ from: '/operator/reports' })
  const [opened, setOpened] = useState<{ act: 'revoke' | 'release'; row: DeskReport } | null>(null)
  const filters = { state, kind, category, inspectionAgencyId: agency, text: q, reportId: report }
  const query = usePages(api.reportDesk.list.queryKey(filters), cursor =>
    server.reportDesk.list.query({ ...filters, cursor }),
  )
  return (
    <Page title={t('reports.title')} lead={t('reports.lead')}>
      <Tabs
        label={t('reports.states')}
        value={state ?? 'all'}
        options={(['all', ...REPORT_DESK_STATES] as const).map(value => ({
          value,
          label: t(`reports.state.${value}`),
        }))}
        onChange={value =>
          navigate({
            search: old => ({ ...old, report: undefined, state: value === 'all' ? undefined : value }),
          })
        }
      />
      <FilterBar
        active={[kind, category, agency, report].filter(Boolean).length}
        onClear={() => navigate({ search: old => ({ state: old.state, q: old.q }) })}
        search={
          <SearchBox
            label={t('reports.search')}
            value={q ?? ''}
            onChange={text => navigate({ search: old => ({ ...old, q: text || undefined }), replace: true })}
          />
        }
      >
        <ReportFilters />
      </FilterBar>
      <PagedList
        query={query}
        caption={t('reports.title')}
        columns={useReportColumns(setOpened)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="report" title={t('reports.none')}>
            {t('reports.noneBody')}
          </EmptyState>
        }
      />
      {opened?.act === 'revoke' ? <RevokeDialog report={opened.row} onClose={() => setOpened(null)} /> : null}
      {opened?.act === 'release' ? (
        <ReleaseDialog report={opened.row} onClose={() => setOpened(null)} />
      ) : null}
    </Page>
  )
}

function ReportFilters() {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  const { kind, category, agency } = useSearch({ from: '/workspace/operator/reports' })
  const navigate = useNavigate({ from: '/operator/reports' })
  const agencies = useQuery(api.agencies.list.queryOptions({ limit: 100 }))
  return (
    <>
      <SelectFilter
        label={t('reports.kind')}
        value={kind}
        options={REPORT_KINDS.map(value => ({ value, label: common(`reportKind.${value}`) }))}
        onChange={next => navigate({ search: old => ({ ...old, kind: next }) })}
      />
      <SelectFilter
        label={t('reports.category')}
        value={category}
        options={CATEGORY_CODES.map(value => ({ value, label: common(`category.${value}`) }))}
        onChange={next => navigate({ search: old => ({ ...old, category: next }) })}
      />
      <SelectFilter
        label={t('reports.agency')}
        value={agency}
        options={(agencies.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={next => navigate({ search: old => ({ ...old, agency: next }) })}
      />
    </>
  )
}
