import { CASE_KINDS } from '@haowu/shared/cases.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useCaseColumns } from '#features/cases/case-columns.tsx'
import { OpenViolationDialog } from '#features/cases/open-violation-dialog.tsx'
import { CASE_VIEWS, type CaseView } from '#features/cases/routes.ts'
import { TURNS_OF_VIEW } from '#features/cases/turns-of-view.ts'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** The desk: what waits for an operator first, oldest first; J, K and Enter walk it. */
export function CaseQueuePage() {
  const { t } = useTranslation('case')
  const { view = 'todo', kind, clause, q = '' } = useSearch({ from: '/workspace/operator/cases' })
  const navigate = useNavigate({ from: '/operator/cases' })
  const [opening, setOpening] = useState(false)
  const counts = useQuery({ ...api.caseDesk.counts.queryOptions(), refetchInterval: 30_000 })
  const filters = {
    turns: TURNS_OF_VIEW.desk[view],
    oldestFirst: view !== 'ended',
    ...(kind && { kind }),
    ...(clause && { clauseCode: clause }),
    ...(q && { search: q }),
  }
  const query = usePages(api.caseDesk.queue.queryKey(filters), cursor =>
    server.caseDesk.queue.query({ ...filters, cursor }),
  )
  const countOf = (value: CaseView) => {
    const sum = TURNS_OF_VIEW.desk[value].reduce((all, turn) => all + (counts.data?.[turn] ?? 0), 0)
    return value === 'ended' || !counts.data ? t(`deskView.${value}`) : `${t(`deskView.${value}`)} ${sum}`
  }
  return (
    <Page
      title={t('desk.title')}
      lead={t('desk.lead')}
      actions={
        <Button icon="plus" onClick={() => setOpening(true)}>
          {t('violation.open')}
        </Button>
      }
    >
      <Tabs
        label={t('views')}
        value={view}
        options={CASE_VIEWS.map(value => ({ value, label: countOf(value) }))}
        onChange={next => navigate({ search: old => ({ ...old, view: next === 'todo' ? undefined : next }) })}
      />
      <FilterBar
        active={[kind, clause].filter(Boolean).length}
        onClear={() => navigate({ search: old => ({ view: old.view, q: old.q }) })}
        search={
          <SearchBox
            label={t('desk.search')}
            value={q}
            onChange={text => navigate({ search: old => ({ ...old, q: text || undefined }), replace: true })}
          />
        }
      >
        <SelectFilter
          label={t('desk.kind')}
          value={kind}
          options={CASE_KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
          onChange={next => navigate({ search: old => ({ ...old, kind: next }) })}
        />
        <ClauseFilter
          value={clause}
          onChange={next => navigate({ search: old => ({ ...old, clause: next }) })}
        />
      </FilterBar>
      <PagedList
        query={query}
        caption={t('desk.title')}
        columns={useCaseColumns('/operator/cases/$caseId')}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="case" title={t(`none.${view}`)}>
            {t('desk.noneBody')}
          </EmptyState>
        }
      />
      {opening ? <OpenViolationDialog onClose={() => setOpening(false)} /> : null}
    </Page>
  )
}

type ClauseFilterProps = { value: string | undefined; onChange: (code: string | undefined) => void }

function ClauseFilter({ value, onChange }: ClauseFilterProps) {
  const { t } = useTranslation('case')
  const words = useClauseWords()
  const clauses = useQuery(api.rules.clauses.queryOptions())
  const inForce = clauses.data?.filter(({ standing }) => standing === 'in_force') ?? []
  return (
    <SelectFilter
      label={t('desk.clause')}
      value={value}
      options={inForce.map(clause => ({ value: clause.code, label: words(clause).title }))}
      onChange={onChange}
    />
  )
}
