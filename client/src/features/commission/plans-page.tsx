import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { ChangeRateDialog } from '#features/commission/change-rate-dialog.tsx'
import { CreatePlanDialog } from '#features/commission/create-plan-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText, formatMoment } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type Plan = Outputs['plans']['list']['rows'][number]

/** What the supplier offers to streamers: who may earn how much on which items, now and from tomorrow. */
export function PlansPage() {
  const { t } = useTranslation('commissions')
  const query = useQuery(api.plans.list.queryOptions())
  const limits = useQuery(api.plans.limits.queryOptions())
  const [creating, setCreating] = useState(false)
  const [changing, setChanging] = useState<Plan | null>(null)
  const columns = useColumns(setChanging)
  const createButton = (
    <Button kind="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} actions={createButton}>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon="plan" title={t('none')} action={createButton}>
              {t('noneBody')}
            </EmptyState>
          ) : (
            <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={plan => plan.planId} />
          )
        }
      </QueryView>
      {creating && limits.data ? (
        <CreatePlanDialog limits={limits.data} onClose={() => setCreating(false)} />
      ) : null}
      {changing && limits.data ? (
        <ChangeRateDialog plan={changing} limits={limits.data} onClose={() => setChanging(null)} />
      ) : null}
    </Page>
  )
}

function useColumns(onChange: (plan: Plan) => void): Column<Plan>[] {
  const { t, i18n } = useTranslation('commissions')
  return [
    { key: 'name', title: t('name'), heading: true, cell: plan => plan.name },
    { key: 'kind', title: t('kindLabel'), cell: plan => t(`kind.${plan.kind}`) },
    {
      key: 'for',
      title: t('for'),
      cell: plan =>
        plan.kind === 'open' ? t('everyone') : t('streamerCount', { count: plan.streamerCount }),
    },
    {
      key: 'scope',
      title: t('scope'),
      cell: plan => (plan.categoryCode === null ? t('allItems') : <CategoryName code={plan.categoryCode} />),
    },
    {
      key: 'rate',
      title: t('commissionRate'),
      align: 'end',
      cell: plan => <span className="strong">{plan.rateBps === null ? '–' : formatRate(plan.rateBps)}</span>,
    },
    {
      key: 'service',
      title: t('serviceRate'),
      align: 'end',
      cell: plan => (plan.serviceRateBps ? formatRate(plan.serviceRateBps) : '–'),
    },
    {
      key: 'next',
      title: t('next'),
      cell: plan =>
        plan.nextFrom && plan.nextRateBps !== null
          ? t('nextValue', {
              rate: formatRate(plan.nextRateBps),
              date: formatMoment(plan.nextFrom, i18n.language, 'day'),
            })
          : '–',
    },
    { key: 'state', title: t('state'), cell: plan => <StateTag of="plan" state={plan.state} /> },
    { key: 'since', title: t('since'), cell: plan => <DateText at={plan.createdAt} form="day" /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: plan =>
        plan.state === 'ended' ? null : (
          <Button size="small" onClick={() => onChange(plan)}>
            {t('changeRate')}
          </Button>
        ),
    },
  ]
}
