import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import type { ImportDetail } from '#features/imports/import-calls.ts'
import { useFindingText } from '#features/imports/use-finding-text.ts'
import { useImport } from '#features/imports/use-import.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import { GroupSamples } from '#features/imports/group-samples.tsx'
import './finding-groups.css'

type Group = ImportDetail['groups'][number]
type Finding = Outputs['imports']['errors']['rows'][number]

const SHOWN = 20

/** Findings by cause, folded: how many rows and the first cells or words; on a press which lines and what to do. */
export function FindingGroups({ groups }: { groups: Group[] }) {
  const { importId } = useImport()
  return (
    <ul className="problem-groups">
      {groups.map(group => (
        <li key={`${group.code} ${group.column}`}>
          <FindingGroup importId={importId} group={group} />
        </li>
      ))}
    </ul>
  )
}

const SEVERITY = {
  error: ['danger', 'refused'],
  warning: ['warning', 'attention'],
  conflict: ['info', 'waiting'],
} as const

function FindingGroup({ importId, group }: { importId: string; group: Group }) {
  const { t } = useTranslation('import')
  const [opened, setOpened] = useState(false)
  const [tone, shape] = SEVERITY[group.severity]
  return (
    <details className="problem-group" onToggle={event => event.currentTarget.open && setOpened(true)}>
      <summary>
        <StatusTag tone={tone} shape={shape}>
          {t(`severity.${group.severity}`)}
        </StatusTag>
        <span className="strong">{t(`cause.${group.code}`)}</span>
        <span className="secondary">{t('inColumn', { column: group.column })}</span>
        <span className="secondary numeric">{t('group', { count: group.rows })}</span>
        <GroupSamples group={group} />
      </summary>
      {opened ? <Findings importId={importId} group={group} /> : null}
    </details>
  )
}

function Findings({ importId, group }: { importId: string; group: Group }) {
  const { t } = useTranslation('import')
  const query = useQuery(
    api.imports.errors.queryOptions({ importId, code: group.code, severity: group.severity, limit: 100 }),
  )
  const columns = useColumns()
  return (
    <QueryView query={query} lines={3}>
      {({ rows }) => {
        const shown = rows.filter(row => row.column === group.column).slice(0, SHOWN)
        return (
          <div className="stack-tight">
            <DataTable
              caption={`${group.column} ${group.code}`}
              columns={columns}
              rows={shown}
              rowKey={row => `${row.line} ${row.column} ${row.code}`}
            />
            {group.rows > shown.length ? (
              <p className="small secondary">{t('groupShown', { count: shown.length })}</p>
            ) : null}
          </div>
        )
      }}
    </QueryView>
  )
}

function useColumns(): Column<Finding>[] {
  const { t } = useTranslation('import')
  const findingText = useFindingText()
  return [
    {
      key: 'line',
      title: t('line'),
      heading: true,
      width: 90,
      cell: row => <span className="numeric">{row.line}</span>,
    },
    {
      key: 'sku',
      title: t('sku'),
      width: '18%',
      cell: row => <span className="mono">{row.sku || '–'}</span>,
    },
    {
      key: 'value',
      title: t('value'),
      width: '22%',
      cell: row => <span className="mono">{row.value || '–'}</span>,
    },
    {
      key: 'reason',
      title: t('reason'),
      cell: row => findingText(row),
    },
  ]
}
