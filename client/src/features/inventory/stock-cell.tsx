import { useTranslation } from 'react-i18next'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import type { Item } from '#features/inventory/items-page.tsx'
import { isEditable, useEditItem } from '#features/inventory/price-cell.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

const GONE: ReadonlySet<Item['state']> = new Set(['sold', 'external_sold', 'returning'])

/** A piece that has left needs nobody to look whether it is there. */
export const isGone = ({ state }: Pick<Item, 'state'>): boolean => GONE.has(state)

/** Whether the piece is there, switched in place, and since when that is known. */
export function StockCell({ item }: { item: Item }) {
  const { t } = useTranslation('inventory')
  const failureText = useFailureText()
  const edit = useEditItem(item)
  const there = item.qty > 0
  return (
    <div className="stack-tight">
      {isEditable(item) && item.stockKind === 'unique' ? (
        <label className="stock-switch above-row-link">
          <input
            type="checkbox"
            checked={there}
            disabled={edit.isPending}
            onChange={() =>
              edit.mutate(
                { itemId: item.itemId, version: item.version, qty: there ? 0 : 1 },
                { onError: error => showToast(failureText(error), { tone: 'danger' }) },
              )
            }
          />
          {there ? t('inStock', { count: item.qty }) : t('outOfStock')}
        </label>
      ) : (
        <span>{there ? t('inStock', { count: item.qty }) : t('outOfStock')}</span>
      )}
      {isGone(item) ? null : <StockFreshness at={item.stockConfirmedAt} />}
    </div>
  )
}
