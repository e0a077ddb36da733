import { PLAN_KINDS, PLAN_STATES } from '@haowu/shared/plan-states.ts'
import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { ChangeRateDialog } from '#features/commission/change-rate-dialog.tsx'
import { CreatePlanDialog } from '#features/commission/create-plan-dialog.tsx'
import { KeepDialog } from '#features/commission/keep-dialog.tsx'
import { usePlanColumns } from '#features/commission/plan-columns.tsx'
import { PlansTabs } from '#features/commission/plans-tabs.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type Plan = Outputs['plans']['list']['rows'][number]

/** What the supplier offers to streamers: who may earn how much on which items, now and from tomorrow. */
export function PlansPage() {
  const { t } = useTranslation('commissions')
  const search = useSearch({ from: '/workspace/plans' })
  const query = useQuery(api.plans.list.queryOptions(search))
  const limits = useQuery(api.plans.limits.queryOptions())
  const [open, setOpen] = useState<'create' | 'keep' | Plan | null>(null)
  const columns = usePlanColumns(setOpen)
  const close = () => setOpen(null)
  const filtered = Object.values(search).some(value => value !== undefined)
  const create = (
    <Button kind="primary" icon="plus" onClick={() => setOpen('create')}>
      {t('create')}
    </Button>
  )
  const keep = limits.data ? (
    <Button onClick={() => setOpen('keep')}>{t('keep', { rate: formatRate(limits.data.keepBps) })}</Button>
  ) : null
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {keep}
          {create}
        </>
      }
    >
      <PlansTabs />
      <Filters />
      <QueryView query={query}>
        {({ rows }) =>
          rows.length > 0 ? (
            <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={plan => plan.planId} />
          ) : filtered ? (
            <EmptyState icon="plan" title={t('noneFits')} />
          ) : (
            <EmptyState icon="plan" title={t('none')} action={create}>
              {t('noneBody')}
            </EmptyState>
          )
        }
      </QueryView>
      {limits.data && open === 'create' ? <CreatePlanDialog limits={limits.data} onClose={close} /> : null}
      {limits.data && open === 'keep' ? <KeepDialog keepBps={limits.data.keepBps} onClose={close} /> : null}
      {limits.data && open && typeof open === 'object' ? (
        <ChangeRateDialog plan={open} limits={limits.data} onClose={close} />
      ) : null}
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation(['commissions', 'state'])
  const search = useSearch({ from: '/workspace/plans' })
  const navigate = useNavigate({ from: '/plans' })
  const { kind, state, text } = search
  const setText = useCallback(
    (typed: string) => navigate({ search: now => ({ ...now, text: typed || undefined }), replace: true }),
    [navigate],
  )
  return (
    <FilterBar
      active={[kind, state].filter(Boolean).length}
      onClear={() => navigate({ search: {} })}
      search={<SearchBox value={text ?? ''} label={t('findPlan')} onChange={setText} />}
    >
      <SelectFilter
        label={t('kindLabel')}
        value={kind}
        options={PLAN_KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
        onChange={value => navigate({ search: { ...search, kind: value } })}
      />
      <SelectFilter
        label={t('state')}
        value={state}
        options={PLAN_STATES.map(value => ({ value, label: t(`state:plan.${value}`) }))}
        onChange={value => navigate({ search: { ...search, state: value } })}
      />
    </FilterBar>
  )
}
