import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { TestedFeed } from '#features/feeds/feed-calls.ts'
import { useFieldName } from '#features/imports/use-field-name.ts'
import { useFindingText } from '#features/imports/use-finding-text.ts'
import { StatusTag } from '#ui/status-tag.tsx'

type Row = TestedFeed['rows'][number]

/** One item as an import would see it: field by field, each finding under the cell that it is about. */
export function TestedRow({ row, number }: { row: Row; number: number }) {
  const { t } = useTranslation('feed')
  const { data: ours = [] } = useQuery(api.imports.fields.queryOptions())
  const fieldName = useFieldName(ours)
  // A finding names its column as a file would: by the Chinese header, or the header of the table.
  const headerOf = (field: string) => ours.find(each => each.field === field)?.zh ?? field
  const cells = Object.entries(row.cells)
  const headers = new Set(cells.map(([field]) => headerOf(field)))
  return (
    <li className="tested-row">
      <p className="small secondary">
        {t('testRow', { row: number })} {row.findings.length === 0 ? <Good /> : null}
      </p>
      <dl>
        {cells.map(([field, value]) => (
          <div key={field}>
            <dt>{fieldName(field)}</dt>
            <dd>
              {value === '' ? <span className="secondary">–</span> : value}
              <Findings findings={row.findings.filter(({ column }) => column === headerOf(field))} />
            </dd>
          </div>
        ))}
      </dl>
      <Findings findings={row.findings.filter(({ column }) => !headers.has(column))} />
    </li>
  )
}

function Good() {
  const { t } = useTranslation('feed')
  return (
    <StatusTag tone="success" shape="live">
      {t('rowGood')}
    </StatusTag>
  )
}

function Findings({ findings }: { findings: Row['findings'] }) {
  const findingText = useFindingText()
  return findings.map(finding => (
    <span
      key={`${finding.code} ${finding.column}`}
      className="tested-finding"
      data-severity={finding.severity}
    >
      {findingText(finding)}
    </span>
  ))
}
