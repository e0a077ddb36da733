import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Act = Outputs['audit']['list']['rows'][number]

/** Who did what to which subject, when; nothing here can be changed. */
export function AuditPage() {
  const { t } = useTranslation('operator')
  const { subjectType, subjectId } = useSearch({ from: '/workspace/operator/audit' })
  const navigate = useNavigate({ from: '/operator/audit' })
  const query = usePages(api.audit.list.queryKey({ subjectType, subjectId }), cursor =>
    server.audit.list.query({ subjectType, subjectId, cursor }),
  )
  const active = subjectType === undefined ? 0 : 1
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      {active > 0 ? (
        <FilterBar active={active} onClear={() => navigate({ search: {} })}>
          <span>{t('audit.only', { subject: `${subjectType} ${subjectId ?? ''}` })}</span>
        </FilterBar>
      ) : null}
      <PagedList
        query={query}
        caption={t('audit.title')}
        columns={useColumns()}
        rowKey={act => act.id}
        empty={<EmptyState title={t('audit.none')}>{t('audit.noneBody')}</EmptyState>}
      />
    </Page>
  )
}

function useColumns(): Column<Act>[] {
  const { t } = useTranslation('operator')
  return [
    {
      key: 'action',
      title: t('audit.action'),
      heading: true,
      cell: act => <span className="mono">{act.action}</span>,
    },
    { key: 'at', title: t('audit.at'), cell: act => <DateText at={act.at} /> },
    { key: 'actor', title: t('audit.actor'), cell: act => <span className="mono">{short(act.actor)}</span> },
    {
      key: 'subject',
      title: t('audit.subject'),
      cell: ({ subjectType, subjectId }) => (
        <Link to="/operator/audit" search={{ subjectType, subjectId }} className="mono">
          {subjectType} {short(subjectId)}
        </Link>
      ),
    },
    { key: 'facts', title: t('audit.facts'), cell: act => <Facts facts={act.facts} /> },
  ]
}

function Facts({ facts }: { facts: unknown }) {
  const entries = facts !== null && typeof facts === 'object' ? Object.entries(facts) : []
  if (entries.length === 0) return <>–</>
  return (
    <span className="mono small">
      {entries.map(([key, value]) => `${key}: ${String(value)}`).join(' · ')}
    </span>
  )
}

/** The tail of an id is what people compare; the whole is in the row's link. */
function short(id: string): string {
  return id.replace(/[0-9a-f]{8}-[0-9a-f-]{15,}([0-9a-f]{8})/g, '…$1')
}
