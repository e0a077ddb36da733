import type { ImportCounts as Counts } from '@haowu/shared/imports.ts'
import { useTranslation } from 'react-i18next'
import { useImport } from '#features/imports/use-import.ts'

/** What the file says, counted over every row: first what happens, then what does not. */
export function ImportCounts() {
  const { t } = useTranslation('import')
  const { counts, mode } = useImport()
  const shown = [...ALWAYS, ...(mode === 'full' ? (['missing'] as const) : [])]
  const besides = WHEN_ANY.filter(key => counts[key] > 0)
  return (
    <div className="stack-tight">
      <p className="secondary" role="status">
        {t('countsLead', { rows: counts.rows.toLocaleString('en') })}
      </p>
      <dl className="figures">
        {shown.map(key => (
          <div key={key} className="figure">
            <dt>{t(`counts.${key}`)}</dt>
            <dd className="numeric">{countOf(counts, key).toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {besides.length > 0 ? (
        <dl className="besides">
          {besides.map(key => (
            <div key={key}>
              <dt>{t(`counts.${key}`)}</dt>
              <dd className="numeric strong">{counts[key].toLocaleString('en')}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  )
}

const ALWAYS = ['new', 'priceUp', 'priceDown', 'changedOther', 'unchanged', 'errors'] as const
const WHEN_ANY = [
  'returned',
  'warnings',
  'fixed',
  'skipped',
  'withReport',
  'repeated',
  'ignored',
  'passedOver',
  'conflicts',
] as const

function countOf(counts: Counts, key: keyof Counts | 'changedOther'): number {
  return key === 'changedOther'
    ? Math.max(0, counts.changed - counts.priceUp - counts.priceDown)
    : counts[key]
}
