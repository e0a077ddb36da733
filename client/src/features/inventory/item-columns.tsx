import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import type { Item } from '#features/inventory/items-page.tsx'
import { PriceCell } from '#features/inventory/price-cell.tsx'
import { ReportState } from '#features/inventory/report-state.tsx'
import { StockCell } from '#features/inventory/stock-cell.tsx'
import type { Column } from '#ui/data-table.tsx'

export type Picking = {
  isPicked: (item: Item) => boolean
  toggle: (item: Item) => void
  allPicked: boolean
  toggleAll: () => void
}

/** The columns of the inventory; `picking` adds the boxes in front, which a phone does without. */
export function useItemColumns(picking: Picking | null): Column<Item>[] {
  const { t } = useTranslation(['inventory', 'common'])
  const columns: Column<Item>[] = [
    {
      key: 'title',
      title: t('inventory:item'),
      heading: true,
      width: '30%',
      cell: item => (
        <div className="item-name">
          <ItemPhoto photos={item.photos} categoryCode={item.categoryCode} />
          <div className="stack-tight">
            <Link to="/items/$itemId" params={{ itemId: item.itemId }} className="row-link">
              {item.title}
            </Link>
            <span className="small secondary mono">
              {item.sku}
              {item.identity ? ` · ${item.identity.split(':').at(-1)}` : null}
            </span>
          </div>
        </div>
      ),
    },
    { key: 'state', title: t('inventory:state'), cell: item => <ItemState item={item} /> },
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
    { key: 'stock', title: t('inventory:qty'), cell: item => <StockCell item={item} /> },
    { key: 'price', title: t('inventory:price'), align: 'end', cell: item => <PriceCell item={item} /> },
  ]
  return picking ? [pickColumn(picking, t('inventory:pickAll')), ...columns] : columns
}

function pickColumn(picking: Picking, label: string): Column<Item> {
  return {
    key: 'pick',
    width: 36,
    title: (
      <input type="checkbox" aria-label={label} checked={picking.allPicked} onChange={picking.toggleAll} />
    ),
    cell: item => <PickBox item={item} picking={picking} />,
  }
}

function PickBox({ item, picking }: { item: Item; picking: Picking }) {
  const { t } = useTranslation('inventory')
  return (
    <input
      type="checkbox"
      className="above-row-link"
      aria-label={t('pick', { title: item.title })}
      checked={picking.isPicked(item)}
      onChange={() => picking.toggle(item)}
    />
  )
}

/** The state, and what it alone does not say: who took the item off, or that none of it is left. */
function ItemState({ item }: { item: Item }) {
  const { t } = useTranslation('inventory')
  const tag = <StateTag of="item" state={item.state} />
  const note = item.withdrawnBy
    ? t(`withdrawnBy.${item.withdrawnBy}`)
    : item.state === 'available' && item.qty === 0
      ? t('noneLeft')
      : null
  if (note === null) return tag
  return (
    <>
      {tag}
      <br />
      <span className="small secondary">{note}</span>
    </>
  )
}
