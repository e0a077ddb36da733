import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useCaseColumns } from '#features/cases/case-columns.tsx'
import { OpenDisputeDialog } from '#features/cases/open-dispute-dialog.tsx'
import { CASE_VIEWS } from '#features/cases/routes.ts'
import { TURNS_OF_VIEW } from '#features/cases/turns-of-view.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** A party's cases: those it must answer, those that go on, those that ended. */
export function CasesPage() {
  const { t } = useTranslation('case')
  const { view = 'todo' } = useSearch({ from: '/workspace/cases' })
  const navigate = useNavigate({ from: '/cases' })
  const [opening, setOpening] = useState(false)
  const turns = TURNS_OF_VIEW.party[view]
  const query = usePages(api.cases.list.queryKey({ turns }), cursor =>
    server.cases.list.query({ turns, cursor }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button icon="plus" onClick={() => setOpening(true)}>
          {t('dispute.open')}
        </Button>
      }
    >
      <Tabs
        label={t('views')}
        value={view}
        options={CASE_VIEWS.map(value => ({ value, label: t(`partyView.${value}`) }))}
        onChange={next => navigate({ search: { view: next === 'todo' ? undefined : next } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useCaseColumns('/cases/$caseId')}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="case" title={t(`none.${view}`)}>
            {t('noneBody')}
          </EmptyState>
        }
      />
      {opening ? <OpenDisputeDialog onClose={() => setOpening(false)} /> : null}
    </Page>
  )
}
