import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { FoundFields } from '#features/report-desk/found-fields.tsx'

export type Found = Record<string, string | number>

/** The report that the piece was sold on, field by field: what is left alone came back as it was sent. */
export function ReturnedFindings({ fields, found, onChange }: ReturnedFindingsProps) {
  const { t } = useTranslation('after-sale')
  if (fields.length === 0) return null
  return (
    <details className="stack">
      <summary>{t('foundTitle', { count: Object.keys(found).length })}</summary>
      <p className="small secondary">{t('foundNote')}</p>
      <FoundFields look={{ fields }} found={found} onChange={onChange} />
    </details>
  )
}

type ReturnedFindingsProps = {
  fields: Outputs['afterSales']['get']['reported']
  found: Found
  onChange: (found: Found) => void
}
