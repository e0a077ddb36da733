import { ITEM_STATES } from '@haowu/shared/catalog.ts'
import type { ItemSelection } from '@haowu/shared/inventory.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { BulkBar } from '#features/inventory/bulk-bar.tsx'
import { ExportsDialog } from '#features/inventory/exports-dialog.tsx'
import { type Picking, useItemColumns } from '#features/inventory/item-columns.tsx'
import { type ItemSearch, toItemFilter } from '#features/inventory/item-search.ts'
import { ItemsFilters } from '#features/inventory/items-filters.tsx'
import { SavedViews } from '#features/inventory/saved-views.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Icon } from '#ui/icon.tsx'
import { useIsPhone } from '#ui/media.ts'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import './inventory.css'

export type Item = Outputs['items']['list']['rows'][number]

/** The supplier's goods: what is on sale, what is held, what keeps the rest from selling, and every change by hand. */
export function ItemsPage() {
  const { t } = useTranslation('inventory')
  const search = useSearch({ from: '/workspace/items' })
  const navigate = useNavigate({ from: '/items' })
  const isPhone = useIsPhone()
  const [exporting, setExporting] = useState(false)
  const filter = toItemFilter(search)
  const input = { ...filter, ...(search.sort && { sort: search.sort }) }
  const query = usePages(api.items.list.queryKey(input), cursor =>
    server.items.list.query({ ...input, cursor }),
  )
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  const picked = usePicked(rows, JSON.stringify(filter))
  const filtered = Object.keys(filter).length > 0
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <SavedViews search={search} onOpen={view => navigate({ search: view })} />
          <Button icon="download" onClick={() => setExporting(true)}>
            {t('export')}
          </Button>
          <ImportLink />
        </>
      }
    >
      <StateTabs
        state={search.state}
        onChange={state => navigate({ search: before => ({ ...before, state }) })}
      />
      <ItemsFilters search={search} />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useItemColumns(isPhone ? null : picked)}
        rowKey={item => item.itemId}
        empty={filtered ? <NoneFiltered onClear={() => navigate({ search: {} })} /> : <NoItems />}
      />
      {picked.count > 0 ? <PickedBar {...{ search, picked }} /> : null}
      {exporting ? <ExportsDialog filter={filter} onClose={() => setExporting(false)} /> : null}
    </Page>
  )
}

function PickedBar({ search, picked }: { search: ItemSearch; picked: Picked }) {
  const filter = toItemFilter(search)
  const { data } = useQuery(
    api.inventory.bulkPreview.queryOptions({ selection: { filter }, change: { kind: 'withdraw' } }),
  )
  const selection: ItemSelection = picked.all ? { filter } : { itemIds: picked.ids }
  return (
    <BulkBar
      picked={picked.count}
      matching={data?.selected ?? picked.count}
      selection={selection}
      onPickMatching={picked.pickMatching}
      onClear={picked.clear}
    />
  )
}

type Picked = Picking & {
  ids: string[]
  count: number
  all: boolean
  pickMatching: () => void
  clear: () => void
}

/** Which items are picked; another filter starts anew, so that nothing out of sight is ever changed. */
function usePicked(rows: Item[], view: string): Picked {
  const [state, setState] = useState({ view, ids: [] as string[], all: false })
  const { ids, all } = state.view === view ? state : { ids: [], all: false }
  const set = (next: string[]) => setState({ view, ids: next, all: false })
  const chosen = new Set(ids)
  return {
    ids,
    all,
    count: ids.length,
    isPicked: item => all || chosen.has(item.itemId),
    toggle: item =>
      set(chosen.has(item.itemId) ? ids.filter(id => id !== item.itemId) : [...ids, item.itemId]),
    allPicked: rows.length > 0 && (all || rows.every(item => chosen.has(item.itemId))),
    toggleAll: () =>
      set(all || rows.every(item => chosen.has(item.itemId)) ? [] : rows.map(row => row.itemId)),
    pickMatching: () => setState({ view, ids, all: true }),
    clear: () => set([]),
  }
}

function NoneFiltered({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('inventory')
  return (
    <EmptyState
      icon="search"
      title={t('noneFiltered')}
      action={<Button onClick={onClear}>{t('clear')}</Button>}
    >
      {t('noneFilteredBody')}
    </EmptyState>
  )
}

function NoItems() {
  const { t } = useTranslation('inventory')
  return (
    <EmptyState icon="items" title={t('none')} action={<ImportLink />}>
      {t('noneBody')}
    </EmptyState>
  )
}

function ImportLink() {
  const { t } = useTranslation('inventory')
  return (
    <Link to="/imports" className="button" data-kind="primary">
      <Icon name="upload" size={18} />
      {t('import')}
    </Link>
  )
}

type TabsProps = { state: Item['state'] | undefined; onChange: (state: Item['state'] | undefined) => void }

/** States that have something in them, with their counts; the chosen one stays even when it empties. */
function StateTabs({ state, onChange }: TabsProps) {
  const { t } = useTranslation(['inventory', 'state', 'common'])
  const { data: counts = {} } = useQuery(api.items.counts.queryOptions())
  const shown = ITEM_STATES.filter(each => (counts[each] ?? 0) > 0 || each === state)
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <Tabs
      label={t('inventory:state')}
      value={state ?? 'all'}
      options={[
        { value: 'all', label: `${t('common:all')} ${all}` },
        ...shown.map(value => ({ value, label: `${t(`state:item.${value}`)} ${counts[value] ?? 0}` })),
      ]}
      onChange={value => onChange(ITEM_STATES.find(each => each === value))}
    />
  )
}
