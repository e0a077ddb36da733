import { GRADES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { PLAZA_SHIP_HOURS, PLAZA_STOCK_KINDS, PLAZA_TIERS } from '@haowu/shared/plaza.ts'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { CategoryTree } from '#features/plaza/category-tree.tsx'
import { PlazaChip } from '#features/plaza/plaza-chip.tsx'
import { toggled } from '#features/plaza/plaza-search.ts'
import { countText, type Facets } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { AmountFilter } from '#ui/filter-fields.tsx'

const FRESH_DAYS = [7, 15, 30] as const
const RATES = [5, 8, 10, 15] as const
/** Days back to the day since whose beginning pieces were listed. */
const LISTED_DAYS = [0, 1, 7] as const

/** Everything that narrows the plaza, group by group; beside each choice what it would leave. */
export function FilterPanel({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <div className="filter-panel">
      <Group label={t('category')}>
        <CategoryTree facets={facets} />
      </Group>
      <NameGroup label={t('brand')} of="brands" facets={facets} />
      {search.brands || search.models || search.text ? (
        <NameGroup label={t('model')} of="models" facets={facets} />
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
      <SupplyGroup facets={facets} />
      <HoldGroup facets={facets} />
      <ListedGroup />
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

/** Brands or models: those that are chosen, and those that most pieces have. */
function NameGroup({
  label,
  of,
  facets,
}: {
  label: string
  of: 'brands' | 'models'
  facets: Facets | undefined
}) {
  const { search, set } = usePlazaView()
  const counted = Object.entries(facets?.[of] ?? {}).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const names = [...new Set([...(search[of] ?? []), ...counted.map(([name]) => name)])]
  if (names.length === 0) return null
  return (
    <Group label={label}>
      {names.map(name => (
        <PlazaChip
          key={name}
          on={search[of]?.includes(name) ?? false}
          count={countText(facets, facets?.[of][name])}
          onChange={() => set({ [of]: toggled(search[of], name) })}
        >
          {name}
        </PlazaChip>
      ))}
    </Group>
  )
}

function SupplyGroup({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <Group label={t('supply')}>
      {PLAZA_SHIP_HOURS.map(hours => (
        <PlazaChip
          key={hours}
          on={search.ships === hours}
          count={countText(facets, facets?.shipHours[hours])}
          onChange={on => set({ ships: on ? hours : undefined })}
        >
          {t('shipsWithin', { hours })}
        </PlazaChip>
      ))}
      {PLAZA_STOCK_KINDS.map(kind => (
        <PlazaChip
          key={kind}
          on={search.stock === kind}
          count={countText(facets, facets?.stockKinds[kind])}
          onChange={on => set({ stock: on ? kind : undefined })}
        >
          {t(`stock.${kind}`)}
        </PlazaChip>
      ))}
      {PLAZA_TIERS.map(tier => (
        <PlazaChip
          key={tier}
          on={search.tiers?.includes(tier) ?? false}
          count={countText(facets, facets?.tiers[tier])}
          onChange={() => set({ tiers: toggled(search.tiers, tier) })}
        >
          {t('tier', { tier })}
        </PlazaChip>
      ))}
    </Group>
  )
}

/** Free or held. */
function HoldGroup({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <Group label={t('hold')}>
      <PlazaChip
        on={search.free ?? false}
        count={countText(facets, facets?.free)}
        onChange={on => set({ free: on || undefined, held: undefined })}
      >
        {t('freeOnly')}
      </PlazaChip>
      <PlazaChip
        on={search.held ?? false}
        count={countText(facets, facets?.held)}
        onChange={on => set({ held: on || undefined, free: undefined })}
      >
        {t('heldOnly')}
      </PlazaChip>
    </Group>
  )
}

function ListedGroup() {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <Group label={t('listed')}>
      {LISTED_DAYS.map(days => (
        <PlazaChip
          key={days}
          on={search.listed === days}
          onChange={on => set({ listed: on ? days : undefined })}
        >
          {t(`listedSince.${days}`)}
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
