import { AUDIT_ACTIONS } from '@haowu/shared/audit-actions.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
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
      width: '20%',
      cell: act => <Action action={act.action} />,
    },
    { key: 'at', title: t('audit.at'), cell: act => <DateText at={act.at} /> },
    { key: 'actor', title: t('audit.actor'), cell: act => <Id text={act.actor} /> },
    {
      key: 'subject',
      title: t('audit.subject'),
      cell: ({ subjectType, subjectId }) => (
        <Link to="/operator/audit" search={{ subjectType, subjectId }}>
          <Id text={`${subjectType} ${subjectId}`} />
        </Link>
      ),
    },
    { key: 'facts', title: t('audit.facts'), width: '34%', cell: act => <Facts facts={act.facts} /> },
  ]
}

/** What is recorded today has words by its type; what was recorded under a word given up since is shown as it stands. */
function Action({ action }: { action: string }) {
  const { t } = useTranslation('operator')
  const known = AUDIT_ACTIONS.find(each => each === action)
  return known ? <>{t(`actions.${known}`)}</> : <span className="mono">{action}</span>
}

function Facts({ facts }: { facts: unknown }) {
  const entries = facts !== null && typeof facts === 'object' ? Object.entries(facts) : []
  if (entries.length === 0) return <>–</>
  return (
    <ul className="small">
      {entries.map(([name, value]) => (
        <li key={name}>
          <span className="secondary">{name.replace(/(Fen|Id)$/, '')}</span>{' '}
          <FactValue name={name} value={String(value)} />
        </li>
      ))}
    </ul>
  )
}

function FactValue({ name, value }: { name: string; value: string }) {
  return name.endsWith('Fen') && /^-?\d+$/.test(value) ? <Money fen={value} /> : <Id text={value} />
}

/** The tail of an id is what people compare; the whole shows on hover, and stands behind the subject's link. */
function Id({ text }: { text: string }) {
  return (
    <span className="mono nowrap" title={text}>
      {text.replace(/[0-9a-f]{8}-[0-9a-f-]{19,}([0-9a-f]{8})/g, '…$1')}
    </span>
  )
}
