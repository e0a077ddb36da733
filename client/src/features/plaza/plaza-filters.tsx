import { PLAZA_SORTS } from '@haowu/shared/plaza.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterSheet } from '#features/plaza/filter-sheet.tsx'
import { PlazaChip } from '#features/plaza/plaza-chip.tsx'
import { countFilters, toggled } from '#features/plaza/plaza-search.ts'
import { SavedSearches } from '#features/plaza/saved-searches.tsx'
import { countText, type Facets, totalText } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'
import { SearchBox } from '#ui/filter-bar.tsx'

/** What stands above the pieces: words, order, kept searches, and the choices one makes most. */
export function PlazaFilters({ facets, folded }: { facets: Facets | undefined; folded: boolean }) {
  const { t } = useTranslation(['plaza', 'common'])
  const { search, set } = usePlazaView()
  const [isOpen, setOpen] = useState(false)
  const active = countFilters(search)
  const categories = Object.entries(facets?.categories ?? {}).toSorted((a, b) => b[1] - a[1])
  return (
    <div className="plaza-filters">
      <div className="filters" role="search">
        <SearchBox
          value={search.text ?? ''}
          label={t('plaza:search')}
          onChange={text => set({ text: text || undefined })}
        />
        {folded ? (
          <Button icon="filter" aria-expanded={isOpen} onClick={() => setOpen(true)}>
            {active > 0 ? t('common:filtersActive', { count: active }) : t('common:filters')}
          </Button>
        ) : null}
        <select
          className="field"
          aria-label={t('plaza:sort')}
          value={search.sort ?? 'newest'}
          onChange={event => set({ sort: PLAZA_SORTS.find(sort => sort === event.target.value) })}
        >
          {PLAZA_SORTS.map(sort => (
            <option key={sort} value={sort}>
              {t(`plaza:sorts.${sort}`)}
            </option>
          ))}
        </select>
        <SavedSearches />
        <span className="small secondary numeric plaza-total" role="status">
          {facets ? t('plaza:total', { total: totalText(facets) }) : null}
        </span>
      </div>
      {folded ? (
        <div className="plaza-chips" role="group" aria-label={t('plaza:quick')}>
          <PlazaChip
            on={search.free ?? false}
            onChange={on => set({ free: on || undefined, held: undefined })}
          >
            {t('plaza:freeOnly')}
          </PlazaChip>
          {categories.map(([code, count]) => {
            const category = code as NonNullable<typeof search.categories>[number]
            return (
              <PlazaChip
                key={code}
                on={search.categories?.includes(category) ?? false}
                count={countText(facets, count)}
                onChange={() => set({ categories: toggled(search.categories, category) })}
              >
                {t(`plaza:categories.${category}`)}
              </PlazaChip>
            )
          })}
        </div>
      ) : null}
      {isOpen ? <FilterSheet facets={facets} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}
