import { CATEGORY_BRANCHES, CATEGORY_TREE, type CategoryBranch } from '@haowu/shared/catalog.ts'
import { useTranslation } from 'react-i18next'
import { PlazaChip } from '#features/plaza/plaza-chip.tsx'
import { toggled, toggledBranch } from '#features/plaza/plaza-search.ts'
import { countText, type Facets } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'

/** Branches, each a choice of all its leaves, and below them the leaves; beside each what it would leave. */
export function CategoryTree({ facets }: { facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  return (
    <ul className="category-tree">
      {CATEGORY_BRANCHES.map(branch => (
        <li key={branch}>
          <Branch branch={branch} facets={facets} />
          <ul className="filter-choices" aria-label={t(`branches.${branch}`)}>
            {CATEGORY_TREE[branch].map(code => (
              <li key={code}>
                <Leaf code={code} facets={facets} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function Branch({ branch, facets }: { branch: CategoryBranch; facets: Facets | undefined }) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  const leaves = CATEGORY_TREE[branch]
  const count = leaves.reduce((sum, code) => sum + (facets?.categories[code] ?? 0), 0)
  return (
    <PlazaChip
      kind="branch"
      on={leaves.every(code => search.categories?.includes(code))}
      count={count > 0 ? countText(facets, count) : undefined}
      onChange={() => set({ categories: toggledBranch(search.categories, leaves) })}
    >
      {t(`branches.${branch}`)}
    </PlazaChip>
  )
}

function Leaf({
  code,
  facets,
}: {
  code: (typeof CATEGORY_TREE)[CategoryBranch][number]
  facets: Facets | undefined
}) {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  return (
    <PlazaChip
      on={search.categories?.includes(code) ?? false}
      count={countText(facets, facets?.categories[code])}
      onChange={() => set({ categories: toggled(search.categories, code) })}
    >
      {t(`categories.${code}`)}
    </PlazaChip>
  )
}
