import { APPLICANT_KINDS, REVIEW_VIEWS } from '@haowu/shared/onboarding.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { CategoryName } from '#app/category-name.tsx'
import { ApplicationTag } from '#features/onboarding/application-status.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Row = Outputs['reviews']['list']['rows'][number]

/** The queue of applications, most urgent first. */
export function ReviewsPage() {
  const { t } = useTranslation('review')
  const { view = 'waiting', kind } = useSearch({ from: '/workspace/operator/reviews' })
  const navigate = useNavigate({ from: '/operator/reviews' })
  const demo = useQuery({ ...api.demo.logins.queryOptions(), staleTime: Infinity, retry: false })
  const query = usePages(api.reviews.list.queryKey({ view, kind }), cursor =>
    server.reviews.list.query({ view, kind, cursor }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Link to="/operator/contracts" className="button">
          {t('contracts.link')}
        </Link>
      }
    >
      <Tabs
        label={t('views')}
        value={view}
        options={REVIEW_VIEWS.map(value => ({ value, label: t(`view.${value}`) }))}
        onChange={value => navigate({ search: { view: value, kind } })}
      />
      <Tabs
        label={t('kinds')}
        value={kind ?? 'all'}
        options={(['all', ...APPLICANT_KINDS] as const).map(value => ({ value, label: t(`kind.${value}`) }))}
        onChange={value => navigate({ search: { view, kind: value === 'all' ? undefined : value } })}
      />
      {demo.data ? <Link to="/operator/letters">{t('letters.link')}</Link> : null}
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns(view)}
        rowKey={row => row.id}
        empty={<EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
      />
    </Page>
  )
}

function useColumns(view: (typeof REVIEW_VIEWS)[number]): Column<Row>[] {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const due = { waiting: 'due', asked: 'dueAsked', decided: 'dueDecided' } as const
  return [
    {
      key: 'party',
      title: t('party'),
      heading: true,
      cell: row => (
        <Link to="/operator/reviews/$applicationId" params={{ applicationId: row.id }} className="row-link">
          {row.partyName}
        </Link>
      ),
    },
    { key: 'kind', title: t('kindTitle'), cell: row => t(`kind.${row.kind}`) },
    {
      key: 'what',
      title: t('what'),
      cell: row => (
        <div>
          {words(`purpose.${row.purpose}`)}
          <div className="small secondary">
            {row.categories.map((code, at) => (
              <span key={code}>
                {at > 0 ? ' · ' : ''}
                <CategoryName code={code} />
              </span>
            ))}
          </div>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      cell: row => (
        <span className="row">
          <ApplicationTag state={row.state} />
          {row.appealed ? (
            <StatusTag tone="warning" shape="attention">
              {t('appealTag')}
            </StatusTag>
          ) : null}
          {row.round > 1 ? <span className="small secondary">{t('round', { round: row.round })}</span> : null}
        </span>
      ),
    },
    { key: 'due', title: t(due[view]), cell: row => <DateText at={row.dueAt} /> },
    { key: 'reviewer', title: t('reviewer'), cell: row => <Reviewer row={row} /> },
  ]
}

function Reviewer({ row }: { row: Row }) {
  const { t } = useTranslation('review')
  if (row.claimedBy === null) return <span className="secondary">{t('free')}</span>
  if (row.isMine) return <>{t('mine')}</>
  return <>{row.claimLapsed ? t('lapsed', { name: row.claimedBy }) : row.claimedBy}</>
}
