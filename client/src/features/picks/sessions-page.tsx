import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { SessionDialog } from '#features/picks/session-dialog.tsx'
import { DisciplineNote } from '#features/waiting/discipline-note.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['sessions']['list']['rows'][number]

/** The streamer's shows, newest first. */
export function SessionsPage() {
  const { t } = useTranslation('picks')
  const [creating, setCreating] = useState(false)
  const query = usePages(api.sessions.list.queryKey({}), cursor => server.sessions.list.query({ cursor }))
  const columns: Column<Row>[] = [
    {
      key: 'title',
      title: t('column.title'),
      heading: true,
      cell: row => (
        <Link className="row-link" to="/sessions/$sessionId" params={{ sessionId: row.id }}>
          {row.title}
        </Link>
      ),
    },
    { key: 'state', title: t('column.state'), cell: row => <StateTag of="session" state={row.state} /> },
    { key: 'startsAt', title: t('column.startsAt'), cell: row => <DateText at={row.startsAt} /> },
    {
      key: 'sold',
      title: t('column.sold'),
      align: 'end',
      cell: row => (
        <span className="numeric">{t('soldOf', { sold: row.soldCount, all: row.slotCount })}</span>
      ),
    },
  ]
  const create = (
    <Button kind="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <Page title={t('sessions')} lead={t('sessionsLead')} actions={create}>
      <DisciplineNote />
      <PagedList
        query={query}
        caption={t('sessions')}
        columns={columns}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="session" title={t('noSessions')} action={create}>
            {t('noSessionsNote')}
          </EmptyState>
        }
      />
      {creating ? <SessionDialog onClose={() => setCreating(false)} /> : null}
    </Page>
  )
}
