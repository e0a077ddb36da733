import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { CategoryName } from '#app/category-name.tsx'
import { AgencyDialog } from '#features/report-desk/agency-dialog.tsx'
import { AgencyStateDialog } from '#features/report-desk/agency-state-dialog.tsx'
import { InspectorsDialog } from '#features/report-desk/inspectors-dialog.tsx'
import { StandingTag } from '#features/report-desk/standing-tag.tsx'
import { formatPoints } from '#features/scores/points.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type Agency = Outputs['agencies']['list']['rows'][number]
type Opened = { act: 'edit' | 'state' | 'inspectors'; agency: Agency } | { act: 'register' }

/** Whose third-party reports count: their papers, until when, who inspects for them, and how right they have been. */
export function AgenciesPage() {
  const { t } = useTranslation('report-desk')
  const [opened, setOpened] = useState<Opened | null>(null)
  const query = usePages(api.agencies.list.queryKey(), cursor => server.agencies.list.query({ cursor }))
  const close = () => setOpened(null)
  const register = (
    <Button icon="plus" kind="primary" onClick={() => setOpened({ act: 'register' })}>
      {t('agencies.register')}
    </Button>
  )
  return (
    <Page title={t('agencies.title')} lead={t('agencies.lead')} actions={register}>
      <PagedList
        query={query}
        caption={t('agencies.title')}
        columns={useColumns(setOpened)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="report" title={t('agencies.none')}>
            {t('agencies.noneBody')}
          </EmptyState>
        }
      />
      {opened?.act === 'register' ? <AgencyDialog onClose={close} /> : null}
      {opened?.act === 'edit' ? <AgencyDialog agency={opened.agency} onClose={close} /> : null}
      {opened?.act === 'state' ? <AgencyStateDialog agency={opened.agency} onClose={close} /> : null}
      {opened?.act === 'inspectors' ? <InspectorsDialog agency={opened.agency} onClose={close} /> : null}
    </Page>
  )
}

function useColumns(onOpen: (opened: Opened) => void): Column<Agency>[] {
  const { t } = useTranslation('report-desk')
  const scores = useQuery(api.scores.inspectors.queryOptions({ limit: 100 }))
  const scoreOf = (id: string) => scores.data?.rows.find(({ subjectId }) => subjectId === id)?.score
  return [
    {
      key: 'name',
      title: t('agencies.name'),
      heading: true,
      width: '24%',
      cell: row => (
        <div className="stack-tight">
          <span>{row.name}</span>
          <span className="small secondary">
            {row.categories.map((code, at) => (
              <span key={code}>
                {at > 0 ? ' · ' : ''}
                <CategoryName code={code} />
              </span>
            ))}
          </span>
        </div>
      ),
    },
    { key: 'papers', title: t('agencies.papers'), cell: row => <Papers agency={row} /> },
    {
      key: 'valid',
      title: t('agencies.validUntil'),
      cell: row => (
        <div className="stack-tight">
          <span className="numeric">{row.validUntil}</span>
          <DaysLeft days={row.daysLeft} />
        </div>
      ),
    },
    { key: 'state', title: t('agencies.state'), cell: row => <StandingTag of={row} /> },
    {
      key: 'reports',
      title: t('agencies.reports'),
      align: 'end',
      cell: row => (
        <Link to="/operator/reports" search={{ agency: row.id }} className="numeric">
          {t('agencies.inForce', { inForce: row.inForce, revoked: row.revoked })}
        </Link>
      ),
    },
    {
      key: 'accuracy',
      title: t('agencies.accuracy'),
      align: 'end',
      cell: row => {
        const score = scoreOf(row.id)
        return (
          <div className="stack-tight numeric">
            <span className="strong">{score === undefined ? '–' : formatPoints(score)}</span>
            <span className="small secondary">
              {t('agencies.rechecks', { matched: row.matched, checked: row.checked })}
            </span>
          </div>
        )
      },
    },
    {
      key: 'acts',
      title: t('acts'),
      actions: true,
      cell: agency => (
        <>
          {(['inspectors', 'edit', 'state'] as const).map(act => (
            <Button key={act} size="small" onClick={() => onOpen({ act, agency })}>
              {t(act === 'state' ? `agencies.act.${agency.state}` : `agencies.act.${act}`)}
            </Button>
          ))}
        </>
      ),
    },
  ]
}

function Papers({ agency }: { agency: Agency }) {
  const { t } = useTranslation('report-desk')
  const { licenceNo, cnasNo, cmaNo } = agency
  return (
    <div className="stack-tight small">
      <span>
        {t('agencies.licence')} <span className="mono">{licenceNo}</span>
      </span>
      {cnasNo ? (
        <span>
          CNAS <span className="mono">{cnasNo}</span>
        </span>
      ) : null}
      {cmaNo ? (
        <span>
          CMA <span className="mono">{cmaNo}</span>
        </span>
      ) : null}
    </div>
  )
}

const SOON_DAYS = 60

function DaysLeft({ days }: { days: number }) {
  const { t } = useTranslation('report-desk')
  if (days > SOON_DAYS) return null
  return (
    <span className="small strong">
      {days < 0 ? t('agencies.lapsed') : t('agencies.daysLeft', { count: days })}
    </span>
  )
}
