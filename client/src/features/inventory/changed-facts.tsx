import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { Money } from '#ui/money.tsx'

type FactChange = { field: string; before?: unknown; after?: unknown }

/** What a change made of an item, fact by fact, old before new. */
export function ChangedFacts({ changes }: { changes: FactChange[] }) {
  const { t } = useTranslation('inventory')
  const fieldName = (field: string) => {
    const known = FIELDS.find(each => each === field)
    return known ? t(`fact.${known}`) : field
  }
  return (
    <ul>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {fieldName(field)}: <Value field={field} value={before} /> → <Value field={field} value={after} />
        </li>
      ))}
    </ul>
  )
}

const FIELDS = [
  'categoryCode',
  'title',
  'priceFen',
  'brand',
  'model',
  'identity',
  'stockKind',
  'qty',
  'shipFrom',
  'spec',
  'extra',
  'photos',
  'state',
  'withdrawnBy',
] as const

function Value({ field, value }: { field: string; value: unknown }) {
  const { t } = useTranslation('inventory')
  if (value === null || value === undefined || value === '') return <>–</>
  const text = String(value)
  if (field === 'priceFen' && /^\d+$/.test(text)) return <Money fen={text} />
  if (field === 'state') return <StateTag of="item" state={text} />
  if (field === 'categoryCode') return <CategoryName code={text} />
  if (Array.isArray(value)) return <>{t('countOf', { count: value.length })}</>
  if (typeof value === 'object') {
    return (
      <>
        {Object.entries(value)
          .map(([name, each]) => `${name} ${String(each)}`)
          .join(' · ') || '–'}
      </>
    )
  }
  return <>{text}</>
}
