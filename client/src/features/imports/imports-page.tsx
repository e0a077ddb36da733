import { IMPORT_SOURCES, IMPORT_STATES } from '@haowu/shared/imports.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { DropZone } from '#features/imports/drop-zone.tsx'
import { useHistoryColumns } from '#features/imports/history-columns.tsx'
import { Templates } from '#features/imports/templates.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** Where a file comes in: drop it, paste it, take a template, look at what came in before. */
export function ImportsPage() {
  const { t } = useTranslation('import')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <DropZone />
      <Templates />
      <History />
    </Page>
  )
}

function History() {
  const { t } = useTranslation(['import', 'state'])
  const search = useSearch({ from: '/workspace/imports' })
  const navigate = useNavigate({ from: '/imports' })
  const query = usePages(api.imports.list.queryKey(search), cursor =>
    server.imports.list.query({ ...search, ...(cursor && { cursor }) }),
  )
  const active = Object.values(search).filter(Boolean).length
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('import:history')}</h2>
      <FilterBar active={active} onClear={() => navigate({ search: {} })}>
        <SelectFilter
          label={t('import:anyState')}
          value={search.state}
          options={IMPORT_STATES.map(state => ({ value: state, label: t(`state:import.${state}`) }))}
          onChange={state => navigate({ search: before => ({ ...before, state }), replace: true })}
        />
        <SelectFilter
          label={t('import:anySource')}
          value={search.source}
          options={IMPORT_SOURCES.map(source => ({ value: source, label: t(`import:source.${source}`) }))}
          onChange={source => navigate({ search: before => ({ ...before, source }), replace: true })}
        />
      </FilterBar>
      <PagedList
        query={query}
        caption={t('import:history')}
        columns={useHistoryColumns()}
        rowKey={row => row.importId}
        empty={
          active > 0 ? (
            <EmptyState icon="filter" title={t('import:noneFound')}>
              {t('import:noneFoundBody')}
            </EmptyState>
          ) : (
            <EmptyState icon="upload" title={t('import:none')}>
              {t('import:noneBody')}
            </EmptyState>
          )
        }
      />
    </section>
  )
}
