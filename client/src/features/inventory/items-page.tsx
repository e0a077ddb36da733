import { ITEM_STATES } from '@haowu/shared/catalog.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { ReportState } from '#features/inventory/report-state.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type Item = Outputs['items']['list']['rows'][number]

/** The supplier's goods: what is on sale, what is held, and what keeps the rest from selling. */
export function ItemsPage() {
  const { t } = useTranslation('inventory')
  const { state, text } = useSearch({ from: '/workspace/items' })
  const navigate = useNavigate({ from: '/items' })
  const input = { ...(state && { states: [state] }), ...(text && { text }) }
  const query = usePages(api.items.list.queryKey(input), cursor =>
    server.items.list.query({ ...input, cursor }),
  )
  const filtered = state !== undefined || text !== undefined
  return (
    <Page title={t('title')} lead={t('lead')} actions={<ImportLink />}>
      <StateTabs
        state={state}
        onChange={next => navigate({ search: before => ({ ...before, state: next }) })}
      />
      <FilterBar
        search={
          <SearchBox
            value={text ?? ''}
            label={t('search')}
            onChange={next =>
              navigate({ search: before => ({ ...before, text: next || undefined }), replace: true })
            }
          />
        }
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns()}
        rowKey={item => item.itemId}
        empty={
          filtered ? (
            <EmptyState
              icon="search"
              title={t('noneFiltered')}
              action={<Button onClick={() => navigate({ search: {} })}>{t('clear')}</Button>}
            >
              {t('noneFilteredBody')}
            </EmptyState>
          ) : (
            <EmptyState icon="items" title={t('none')} action={<ImportLink />}>
              {t('noneBody')}
            </EmptyState>
          )
        }
      />
    </Page>
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

function useColumns(): Column<Item>[] {
  const { t } = useTranslation(['inventory', 'common'])
  return [
    {
      key: 'title',
      title: t('inventory:item'),
      heading: true,
      width: '34%',
      cell: item => (
        <div className="stack-tight">
          <Link to="/items/$itemId" params={{ itemId: item.itemId }} className="row-link">
            {item.title}
          </Link>
          <span className="small secondary mono">
            {item.sku}
            {item.identity ? ` · ${item.identity}` : null}
          </span>
        </div>
      ),
    },
    { key: 'state', title: t('inventory:state'), cell: item => <StateTag of="item" state={item.state} /> },
    {
      key: 'category',
      title: t('inventory:category'),
      cell: item => <CategoryName code={item.categoryCode} />,
    },
    {
      key: 'grade',
      title: t('inventory:grade'),
      cell: item => (item.grade ? t(`common:grade.${item.grade}`) : '–'),
    },
    { key: 'report', title: t('inventory:report'), cell: item => <ReportState item={item} /> },
    { key: 'updated', title: t('inventory:updated'), cell: item => <DateText at={item.updatedAt} /> },
    { key: 'price', title: t('inventory:price'), align: 'end', cell: item => <Money fen={item.priceFen} /> },
  ]
}
