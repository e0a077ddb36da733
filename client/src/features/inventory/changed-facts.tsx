import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { useSpecName } from '#features/inventory/use-spec-name.ts'
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
          {fieldName(field)}: <Value field={field} value={differing(before, after)} /> →{' '}
          {field === 'report' && after === null ? (
            t('noReportUntil')
          ) : (
            <Value field={field} value={differing(after, before)} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** Of named values those that are others than before; sixty columns that stay would hide the one that moves. */
function differing(value: unknown, other: unknown): unknown {
  if (!isNamed(value) || !isNamed(other)) return value
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => other[name] !== each))
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
  'report',
] as const

const TAKEN_OFF_BY = ['supplier', 'feed', 'undo', 'platform'] as const
const STOCK_KINDS = ['unique', 'stocked'] as const

function Value({ field, value }: { field: string; value: unknown }) {
  const { t } = useTranslation('inventory')
  if (value === null || value === undefined || value === '') return <>–</>
  const text = String(value)
  if (field === 'priceFen' && /^\d+$/.test(text)) return <Money fen={text} />
  if (field === 'state') return <StateTag of="item" state={text} />
  if (field === 'report')
    return (
      <a href={`/r/${text}`} className="mono">
        {text}
      </a>
    )
  const takenOffBy = TAKEN_OFF_BY.find(each => field === 'withdrawnBy' && each === text)
  if (takenOffBy) return <>{t(`withdrawnBy.${takenOffBy}`)}</>
  const stockKind = STOCK_KINDS.find(each => field === 'stockKind' && each === text)
  if (stockKind) return <>{t(`stockKinds.${stockKind}`)}</>
  if (field === 'categoryCode') return <CategoryName code={text} />
  if (Array.isArray(value)) return <>{t('countOf', { count: value.length })}</>
  if (isNamed(value)) return <Named values={value} />
  return <>{text}</>
}

function Named({ values }: { values: Record<string, unknown> }) {
  const specName = useSpecName()
  return (
    <>
      {Object.entries(values)
        .map(([name, value]) => `${specName(name)} ${String(value)}`)
        .join(' · ') || '–'}
    </>
  )
}
