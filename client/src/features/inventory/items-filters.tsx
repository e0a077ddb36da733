import { CATEGORY_CODES, GRADES } from '@haowu/shared/catalog.ts'
import { ITEM_SORTS, REPORT_FILTERS } from '@haowu/shared/inventory.ts'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countFolded, type ItemSearch } from '#features/inventory/item-search.ts'
import { FilterBar, SearchBox } from '#ui/filter-bar.tsx'
import { AmountFilter, SelectFilter } from '#ui/filter-fields.tsx'

/** Everything that narrows or orders the inventory; all of it stands in the address. */
export function ItemsFilters({ search }: { search: ItemSearch }) {
  const { t } = useTranslation(['inventory', 'common'])
  const navigate = useNavigate({ from: '/items' })
  const set = (change: ItemSearch) =>
    navigate({ search: before => ({ ...before, ...change }), replace: true, resetScroll: false })
  return (
    <FilterBar
      search={
        <SearchBox
          value={search.text ?? ''}
          label={t('inventory:search')}
          onChange={text => set({ text: text || undefined })}
        />
      }
      active={countFolded(search)}
      onClear={() => navigate({ search: { state: search.state, text: search.text, sort: search.sort } })}
    >
      <SelectFilter
        label={t('inventory:category')}
        value={search.category}
        options={CATEGORY_CODES.map(value => ({ value, label: t(`common:category.${value}`) }))}
        onChange={category => set({ category })}
      />
      <SelectFilter
        label={t('inventory:grade')}
        value={search.grade}
        options={GRADES.map(value => ({ value, label: t(`common:grade.${value}`) }))}
        onChange={grade => set({ grade })}
      />
      <SelectFilter
        label={t('inventory:report')}
        value={search.report}
        options={REPORT_FILTERS.map(value => ({ value, label: t(`inventory:reportFilter.${value}`) }))}
        onChange={report => set({ report })}
      />
      <AmountFilter label={t('inventory:minPrice')} value={search.min} onChange={min => set({ min })} />
      <AmountFilter label={t('inventory:maxPrice')} value={search.max} onChange={max => set({ max })} />
      <select
        className="field"
        aria-label={t('inventory:sort')}
        value={search.sort ?? 'newest'}
        onChange={event => set({ sort: ITEM_SORTS.find(sort => sort === event.target.value) })}
      >
        {ITEM_SORTS.map(sort => (
          <option key={sort} value={sort}>
            {t(`inventory:sorts.${sort}`)}
          </option>
        ))}
      </select>
    </FilterBar>
  )
}
