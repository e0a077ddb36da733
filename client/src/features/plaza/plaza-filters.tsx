import { CATEGORY_CODES, GRADES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { PLAZA_SORTS } from '@haowu/shared/plaza.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { countFolded, type PlazaSearch, toPlazaQuery } from '#features/plaza/plaza-search.ts'
import { FilterBar, SearchBox } from '#ui/filter-bar.tsx'
import { AmountFilter, SelectFilter } from '#ui/filter-fields.tsx'

/** Everything that narrows or orders the plaza; each choice says how many pieces it would leave. */
export function PlazaFilters({ search }: { search: PlazaSearch }) {
  const { t } = useTranslation('plaza')
  const navigate = useNavigate({ from: '/plaza' })
  const set = (change: PlazaSearch) =>
    navigate({ search: before => ({ ...before, ...change }), replace: true, resetScroll: false })
  const { sort: _, ...filters } = toPlazaQuery(search)
  const { data: facets } = useQuery({
    ...api.plaza.facets.queryOptions(filters),
    placeholderData: before => before,
  })
  const counted = (word: string, count: number | undefined) => (facets ? `${word} (${count ?? 0})` : word)
  return (
    <div className="plaza-filters">
      <FilterBar
        search={
          <SearchBox
            value={search.text ?? ''}
            label={t('search')}
            onChange={text => set({ text: text || undefined })}
          />
        }
        active={countFolded(search)}
        onClear={() =>
          navigate({ search: { text: search.text, sort: search.sort, sessionId: search.sessionId } })
        }
      >
        <SelectFilter
          label={t('grade')}
          value={search.grade}
          options={GRADES.map(value => ({
            value,
            label: counted(t(`grades.${value}`), facets?.grades[value]),
          }))}
          onChange={grade => set({ grade })}
        />
        <SelectFilter
          label={t('report')}
          value={search.report}
          options={REPORT_KINDS.map(value => ({
            value,
            label: counted(t(`kinds.${value}`), facets?.reportKinds[value]),
          }))}
          onChange={report => set({ report })}
        />
        <AmountFilter label={t('min')} value={search.min} onChange={min => set({ min })} />
        <AmountFilter label={t('max')} value={search.max} onChange={max => set({ max })} />
        <select
          className="field"
          aria-label={t('sort')}
          value={search.sort ?? 'newest'}
          onChange={event => set({ sort: PLAZA_SORTS.find(sort => sort === event.target.value) })}
        >
          {PLAZA_SORTS.map(sort => (
            <option key={sort} value={sort}>
              {t(`sorts.${sort}`)}
            </option>
          ))}
        </select>
      </FilterBar>
      <div className="plaza-chips" role="group" aria-label={t('quick')}>
        <Chip on={search.free ?? false} onChange={on => set({ free: on || undefined })}>
          {t('freeOnly')}
        </Chip>
        {CATEGORY_CODES.filter(code => facets?.categories[code] || code === search.category).map(code => (
          <Chip
            key={code}
            on={code === search.category}
            onChange={on => set({ category: on ? code : undefined })}
          >
            {t(`categories.${code}`)} {facets?.categories[code] ?? 0}
          </Chip>
        ))}
      </div>
    </div>
  )
}

function Chip({ on, onChange, children }: ChipProps) {
  return (
    <button type="button" className="plaza-chip numeric" aria-pressed={on} onClick={() => onChange(!on)}>
      {children}
    </button>
  )
}

type ChipProps = { on: boolean; onChange: (on: boolean) => void; children: ReactNode }
