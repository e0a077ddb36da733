import { CATEGORY_CODES, GRADES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { PLAZA_STOCK_KINDS, PLAZA_TIERS } from '@haowu/shared/plaza.ts'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { PlazaChip } from '#features/plaza/plaza-chip.tsx'
import { toggled } from '#features/plaza/plaza-search.ts'
import { countText, type Facets } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { AmountFilter } from '#ui/filter-fields.tsx'

const FRESH_DAYS = [7, 15, 30] as const
const RATES = [5, 8, 10, 15] as const

/** Everything that narrows the plaza, group by group; beside each choice what it would leave. */
export function FilterPanel({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  const brands = [...new Set([...(search.brands ?? []), ...Object.keys(facets?.brands ?? {})])]
  return (
    <div className="filter-panel">
      <Group label={t('category')}>
        {CATEGORY_CODES.map(code => (
          <PlazaChip
            key={code}
            on={search.categories?.includes(code) ?? false}
            count={countText(facets, facets?.categories[code])}
            onChange={() => set({ categories: toggled(search.categories, code) })}
          >
            {t(`categories.${code}`)}
          </PlazaChip>
        ))}
      </Group>
      {brands.length > 0 ? (
        <Group label={t('brand')}>
          {brands.map(brand => (
            <PlazaChip
              key={brand}
              on={search.brands?.includes(brand) ?? false}
              count={countText(facets, facets?.brands[brand])}
              onChange={() => set({ brands: toggled(search.brands, brand) })}
            >
              {brand}
            </PlazaChip>
          ))}
        </Group>
      ) : null}
      <Group label={t('price')}>
        <AmountFilter label={t('min')} value={search.min} onChange={min => set({ min })} />
        <AmountFilter label={t('max')} value={search.max} onChange={max => set({ max })} />
      </Group>
      <Group label={t('commission')}>
        {RATES.map(rate => (
          <PlazaChip
            key={rate}
            on={search.rate === rate}
            onChange={on => set({ rate: on ? rate : undefined })}
          >
            {t('rateFrom', { rate })}
          </PlazaChip>
        ))}
        <AmountFilter
          label={t('commissionFrom')}
          value={search.commission}
          onChange={commission => set({ commission })}
        />
      </Group>
      <Group label={t('grade')}>
        {GRADES.map(grade => (
          <PlazaChip
            key={grade}
            on={search.grades?.includes(grade) ?? false}
            count={countText(facets, facets?.grades[grade])}
            onChange={() => set({ grades: toggled(search.grades, grade) })}
          >
            {t(`grades.${grade}`)}
          </PlazaChip>
        ))}
      </Group>
      <ReportGroup facets={facets} />
      <SupplyGroup />
    </div>
  )
}

function ReportGroup({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <Group label={t('report')}>
      {REPORT_KINDS.map(kind => (
        <PlazaChip
          key={kind}
          on={search.report === kind}
          count={countText(facets, facets?.reportKinds[kind])}
          onChange={on => set({ report: on ? kind : undefined })}
        >
          {t(`kinds.${kind}`)}
        </PlazaChip>
      ))}
      {FRESH_DAYS.map(days => (
        <PlazaChip
          key={days}
          on={search.fresh === days}
          onChange={on => set({ fresh: on ? days : undefined })}
        >
          {t('freshWithin', { count: days })}
        </PlazaChip>
      ))}
    </Group>
  )
}

function SupplyGroup() {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <Group label={t('supply')}>
      <PlazaChip on={search.free ?? false} onChange={on => set({ free: on || undefined })}>
        {t('freeOnly')}
      </PlazaChip>
      {PLAZA_STOCK_KINDS.map(kind => (
        <PlazaChip
          key={kind}
          on={search.stock === kind}
          onChange={on => set({ stock: on ? kind : undefined })}
        >
          {t(`stock.${kind}`)}
        </PlazaChip>
      ))}
      {PLAZA_TIERS.map(tier => (
        <PlazaChip
          key={tier}
          on={search.tiers?.includes(tier) ?? false}
          onChange={() => set({ tiers: toggled(search.tiers, tier) })}
        >
          {t('tier', { tier })}
        </PlazaChip>
      ))}
    </Group>
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="filter-group" aria-labelledby={id}>
      <h3 id={id}>{label}</h3>
      <div className="filter-choices">{children}</div>
    </section>
  )
}
