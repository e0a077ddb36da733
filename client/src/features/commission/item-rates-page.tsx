import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { PlanRate } from '#features/commission/plan-rate.tsx'
import { PlansTabs } from '#features/commission/plans-tabs.tsx'
import { RatePromise } from '#features/commission/rate-promise.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useDebounced } from '#ui/use-debounced.ts'
import './plan-fields.css'

type Rate = Outputs['plans']['itemRates']['rates'][number]
type Price = Outputs['plans']['itemRates']['priceFen']
type Candidate = Outputs['plans']['explain']['candidates'][number]

/** Every rate that is live for one piece; for one streamer, which counts and why the others do not. */
export function ItemRatesPage() {
  const { t } = useTranslation('commissions')
  const { itemId, streamerId } = useSearch({ from: '/workspace/plans/rates' })
  const navigate = useNavigate({ from: '/plans/rates' })
  const [typed, setTyped] = useState('')
  const text = useDebounced(typed, 300)
  const items = useQuery(api.items.list.queryOptions({ text: text || undefined, limit: 30 }))
  const streamers = useQuery(api.plans.streamers.queryOptions())
  const chosen = useQuery({
    ...api.plans.itemRates.queryOptions({ itemId: itemId ?? '' }),
    enabled: !!itemId,
  })
  const columns = useRateColumns()
  const options = (items.data?.rows ?? []).map(row => ({ value: row.itemId, label: row.title }))
  if (itemId && chosen.data && !options.some(({ value }) => value === itemId)) {
    options.unshift({ value: itemId, label: chosen.data.title })
  }
  return (
    <Page title={t('tabs.rates')} lead={t('ratesLead')}>
      <PlansTabs />
      <div className="plan-conditions">
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          aria-label={t('findItem')}
          placeholder={t('findItem')}
          loading={items.isFetching}
          value={itemId}
          options={options}
          onChange={value => navigate({ search: { itemId: value, streamerId } })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('forStreamer')}
          placeholder={t('forStreamer')}
          value={streamerId}
          options={(streamers.data ?? []).map(({ partyId, name }) => ({ value: partyId, label: name }))}
          onChange={(value?: string) => navigate({ search: { itemId, streamerId: value } })}
        />
      </div>
      {!itemId ? (
        <EmptyState icon="plan" title={t('chooseItem')} />
      ) : (
        <QueryView query={chosen}>
          {({ rates, priceFen }) =>
            streamerId ? (
              <ForStreamer itemId={itemId} streamerId={streamerId} priceFen={priceFen} />
            ) : rates.length === 0 ? (
              <EmptyState icon="plan" title={t('noRates')} />
            ) : (
              <DataTable
                caption={t('tabs.rates')}
                columns={columns}
                rows={rates}
                rowKey={rate => rate.planId}
              />
            )
          }
        </QueryView>
      )}
    </Page>
  )
}

function ForStreamer(deal: { itemId: string; streamerId: string; priceFen: Price }) {
  const { t } = useTranslation('commissions')
  const columns = useCandidateColumns()
  const query = useQuery(api.plans.explain.queryOptions(deal))
  return (
    <QueryView query={query}>
      {({ candidates, shares, promise }) => (
        <>
          {promise ? <RatePromise promise={promise} /> : null}
          <p>
            {shares.map(({ role, amountFen }) => (
              <span key={role} className="plan-share">
                {t(`role.${role}`)} <Money fen={amountFen} />
              </span>
            ))}
          </p>
          <DataTable
            caption={t('tabs.rates')}
            columns={columns}
            rows={candidates}
            rowKey={plan => plan.planId}
          />
        </>
      )}
    </QueryView>
  )
}

function useCandidateColumns(): Column<Candidate>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'name', title: t('name'), heading: true, cell: plan => plan.name },
    { key: 'kind', title: t('kindLabel'), cell: plan => t(`kind.${plan.kind}`) },
    { key: 'rate', title: t('commissionRate'), align: 'end', cell: plan => <PlanRate {...plan} /> },
    {
      key: 'why',
      title: t('why'),
      cell: plan => (
        <span className={plan.outcome === 'won' ? 'strong' : ''}>{t(`outcome.${plan.outcome}`)}</span>
      ),
    },
  ]
}

function useRateColumns(): Column<Rate>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'name', title: t('name'), heading: true, cell: rate => rate.name },
    { key: 'kind', title: t('kindLabel'), cell: rate => t(`kind.${rate.kind}`) },
    {
      key: 'scope',
      title: t('scope'),
      cell: rate => {
        if (rate.namedItems) return t('thisItem')
        return rate.categoryCode === null ? t('allItems') : <CategoryName code={rate.categoryCode} />
      },
    },
    {
      key: 'for',
      title: t('for'),
      cell: rate => (
        <>
          {rate.isFree ? t(rate.hasConditions ? 'withConditions' : 'everyone') : null}
          {rate.streamers.join(t('comma'))}
          {rate.streamerCount > rate.streamers.length
            ? ` ${t('andMore', { count: rate.streamerCount - rate.streamers.length })}`
            : null}
          {!rate.isFree && rate.streamerCount === 0 ? t('nobodyYet') : null}
        </>
      ),
    },
    { key: 'rate', title: t('commissionRate'), align: 'end', cell: rate => <PlanRate {...rate} /> },
    {
      key: 'service',
      title: t('serviceRate'),
      align: 'end',
      cell: rate => (rate.serviceRateBps ? formatRate(rate.serviceRateBps) : '–'),
    },
    {
      key: 'until',
      title: t('rateUntil'),
      cell: rate => <RatePromise promise={rate.promise} />,
    },
  ]
}
