import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readActiveMember } from '#api/active-member.ts'
import { api, type Outputs } from '#api/api.ts'
import type { ImportDetail } from '#features/imports/import-page.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { readableFacts } from '#ui/failure-text.ts'
import { Icon } from '#ui/icon.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import './import-problems.css'

type Group = ImportDetail['groups'][number]
type Finding = Outputs['imports']['errors']['rows'][number]

const SHOWN = 20

/** Rows that need work, by cause: how many, which lines and columns, what stands there and what to do. */
export function ImportProblems({ detail }: { detail: ImportDetail }) {
  const { t, i18n } = useTranslation('import')
  if (detail.groups.length === 0) return null
  const link = new URLSearchParams({ lang: i18n.language, member: readActiveMember() ?? '' })
  return (
    <section className="stack" aria-labelledby="problems">
      <div className="row problems-head">
        <div>
          <h2 id="problems">{t('problems')}</h2>
          <p className="secondary">{t('problemsLead')}</p>
        </div>
        <a className="button" href={`/api/imports/${detail.importId}/errors.csv?${link}`} download>
          <Icon name="download" size={18} />
          {t('downloadErrors')}
        </a>
      </div>
      <ul className="problem-groups">
        {detail.groups.map((group, index) => (
          <li key={`${group.code} ${group.column}`}>
            <ProblemGroup importId={detail.importId} group={group} open={index === 0} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const SEVERITY = {
  error: ['danger', 'refused'],
  warning: ['warning', 'attention'],
  conflict: ['info', 'waiting'],
} as const

function ProblemGroup({ importId, group, open }: { importId: string; group: Group; open: boolean }) {
  const { t } = useTranslation('import')
  const [opened, setOpened] = useState(open)
  const [tone, shape] = SEVERITY[group.severity]
  return (
    <details
      className="problem-group"
      open={open}
      onToggle={event => event.currentTarget.open && setOpened(true)}
    >
      <summary>
        <StatusTag tone={tone} shape={shape}>
          {t(`severity.${group.severity}`)}
        </StatusTag>
        <span className="strong">{t(`cause.${group.code}`)}</span>
        <span className="secondary">{t('inColumn', { column: group.column })}</span>
        <span className="secondary numeric">{t('group', { count: group.rows })}</span>
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
  const { t, i18n } = useTranslation('import')
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
      cell: row => t(row.code, { replace: readableFacts(row.facts, i18n.language) }),
    },
  ]
}
