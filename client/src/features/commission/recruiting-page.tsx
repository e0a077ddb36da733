import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { formatRate } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { PlanRate } from '#features/commission/plan-rate.tsx'
import { ProposeDialog } from '#features/commission/propose-dialog.tsx'
import { SentOffers } from '#features/commission/sent-offers.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

export type Recruitable = Outputs['recruiting']['plans']['rows'][number]

/** Where a leader finds open plans, offers to recruit for them, and sees what became of the offers. */
export function RecruitingPage() {
  const { t } = useTranslation(['commissions', 'common'])
  const { category } = useSearch({ from: '/workspace/recruiting' })
  const navigate = useNavigate({ from: '/recruiting' })
  const [plan, setPlan] = useState<Recruitable | null>(null)
  const query = useQuery(api.recruiting.plans.queryOptions({ categoryCode: category }))
  const columns = useColumns(setPlan)
  const propose = useMutation(
    api.recruiting.propose.mutationOptions({
      onSuccess: () => {
        showToast(t('proposed'))
        setPlan(null)
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.recruiting.pathKey() }),
    }),
  )
  return (
    <Page title={t('recruitTitle')} lead={t('recruitLead')}>
      <FilterBar active={category ? 1 : 0} onClear={() => navigate({ search: {} })}>
        <SelectFilter
          label={t('scope')}
          value={category}
          options={CATEGORY_CODES.map(value => ({ value, label: t(`common:category.${value}`) }))}
          onChange={value => navigate({ search: { category: value } })}
        />
      </FilterBar>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon="plan" title={t('noRecruitable')} />
          ) : (
            <DataTable caption={t('recruitTitle')} columns={columns} rows={rows} rowKey={row => row.planId} />
          )
        }
      </QueryView>
      <SentOffers />
      {plan ? (
        <ProposeDialog
          plan={plan}
          busy={propose.isPending}
          error={propose.error}
          onClose={() => setPlan(null)}
          onSubmit={offer => propose.mutate({ planId: plan.planId, ...offer })}
        />
      ) : null}
    </Page>
  )
}

function useColumns(onPropose: (plan: Recruitable) => void): Column<Recruitable>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'supplier', title: t('supplierName'), heading: true, cell: plan => plan.supplierName },
    {
      key: 'scope',
      title: t('scope'),
      cell: plan => (plan.categoryCode === null ? t('allItems') : <CategoryName code={plan.categoryCode} />),
    },
    {
      key: 'rate',
      title: t('commissionRate'),
      align: 'end',
      cell: plan => (
        <PlanRate {...plan} priceModel={plan.supplyRateBps === null ? 'commission' : 'supply_price'} />
      ),
    },
    {
      key: 'service',
      title: t('serviceNow'),
      align: 'end',
      cell: plan => (plan.serviceRateBps ? formatRate(plan.serviceRateBps) : '–'),
    },
    {
      key: 'offer',
      title: t('yourOffer'),
      cell: plan => (plan.offerState ? <StateTag of="leaderOffer" state={plan.offerState} /> : '–'),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: plan => (
        <Button size="small" onClick={() => onPropose(plan)}>
          {t(plan.offerState === 'proposed' ? 'proposeAnew' : 'propose')}
        </Button>
      ),
    },
  ]
}
