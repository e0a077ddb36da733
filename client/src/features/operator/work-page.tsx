import { WORK_KINDS } from '@haowu/shared/work.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { WorkLink } from '#features/operator/work-link.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type WorkRow = Outputs['work']['list']['rows'][number]
type Counts = Outputs['work']['counts']

/** Where an operator starts the day: all that waits for a person, oldest first, whichever desk it belongs to. */
export function WorkPage() {
  const { t } = useTranslation('work')
  const filters = useSearch({ from: '/workspace/operator/work' })
  const counts = useQuery({ ...api.work.counts.queryOptions(), refetchInterval: 30_000 })
  const query = usePages(api.work.list.queryKey(filters), cursor =>
    server.work.list.query({ ...filters, cursor }),
  )
  return (
    <Page title={t('title')} lead={t('lead')}>
      {counts.data ? <Figures counts={counts.data} /> : null}
      {counts.data ? <KindTabs counts={counts.data} /> : null}
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns()}
        rowKey={row => `${row.kind}:${row.id}`}
        empty={
          <EmptyState icon="success" title={t(filters.kind || filters.late ? 'noneFiltered' : 'none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function Figures({ counts }: { counts: Counts }) {
  const { t } = useTranslation('work')
  const sum = (of: (count: Counts[number]) => number) => counts.reduce((total, count) => total + of(count), 0)
  return (
    <dl className="figures">
      <div className="figure">
        <dt>{t('waiting')}</dt>
        <dd className="numeric">{sum(count => count.waiting)}</dd>
      </div>
      <div className="figure">
        <dt>{t('lateCount')}</dt>
        <dd className="numeric">{sum(count => count.late)}</dd>
      </div>
    </dl>
  )
}

function KindTabs({ counts }: { counts: Counts }) {
  const { t } = useTranslation('work')
  const { kind, late } = useSearch({ from: '/workspace/operator/work' })
  const navigate = useNavigate({ from: '/operator/work' })
  const waiting = new Map(counts.map(count => [count.kind, count.waiting]))
  const all = counts.reduce((total, count) => total + count.waiting, 0)
  const lateCount = counts.reduce((total, count) => total + count.late, 0)
  return (
    <Tabs
      label={t('kinds')}
      value={late ? 'late' : (kind ?? 'all')}
      options={[
        { value: 'all', label: `${t('all')} ${all}` },
        { value: 'late', label: `${t('late')} ${lateCount}` },
        ...WORK_KINDS.filter(value => value === kind || waiting.get(value)).map(value => ({
          value,
          label: `${t(`kind.${value}`)} ${waiting.get(value) ?? 0}`,
        })),
      ]}
      onChange={value =>
        navigate({
          search:
            value === 'late'
              ? { late: true }
              : { kind: WORK_KINDS.find(each => each === value) ?? undefined },
        })
      }
    />
  )
}

function useColumns(): Column<WorkRow>[] {
  const { t } = useTranslation('work')
  return [
    {
      key: 'title',
      title: t('what'),
      heading: true,
      width: '36%',
      cell: row => (
        <div className="stack-tight">
          <WorkLink row={row}>
            <WorkTitle row={row} />
          </WorkLink>
          {row.partyName ? <span className="small secondary">{row.partyName}</span> : null}
        </div>
      ),
    },
    { key: 'kind', title: t('kindTitle'), cell: row => t(`kind.${row.kind}`) },
    { key: 'todo', title: t('todoTitle'), cell: row => t(`todo.${row.kind}`) },
    {
      key: 'amount',
      title: t('amount'),
      align: 'end',
      cell: row => (row.amountFen === null ? '–' : <Money fen={row.amountFen} />),
    },
    { key: 'since', title: t('since'), cell: row => <DateText at={row.since} /> },
    {
      key: 'due',
      title: t('due'),
      cell: row => (
        <span className="row">
          {row.dueAt ? <DateText at={row.dueAt} /> : '–'}
          {row.late ? (
            <StatusTag tone="danger" shape="attention">
              {t('late')}
            </StatusTag>
          ) : null}
        </span>
      ),
    },
  ]
}

const PURPOSES = ['join', 'categories'] as const
const STEPS = ['notified', 'no_holds', 'no_listing', 'payouts_frozen'] as const

/** Codes become words; names of pieces and clauses stand as they are. */
function WorkTitle({ row }: { row: WorkRow }) {
  const { t, i18n } = useTranslation('work')
  const purpose = PURPOSES.find(each => each === row.title)
  const step = STEPS.find(each => each === row.title)
  if (row.kind === 'application' && purpose) return <>{t(`purpose.${purpose}`)}</>
  if (row.kind === 'deposit' && step) return <>{t(`step.${step}`)}</>
  return <>{i18n.language === 'en' ? (row.titleEn ?? row.title) : row.title}</>
}
