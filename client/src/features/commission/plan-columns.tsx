import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { PlanActions } from '#features/commission/plan-actions.tsx'
import { PlanRate } from '#features/commission/plan-rate.tsx'
import type { Plan } from '#features/commission/plans-page.tsx'
import type { Column } from '#ui/data-table.tsx'
import { TimeLeft } from '#features/commission/time-left.tsx'
import { DateText, formatMoment } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

export function usePlanColumns(onChange: (plan: Plan) => void): Column<Plan>[] {
  const { t, i18n } = useTranslation('commissions')
  return [
    { key: 'name', title: t('name'), heading: true, cell: plan => plan.name },
    { key: 'kind', title: t('kindLabel'), cell: plan => t(`kind.${plan.kind}`) },
    { key: 'for', title: t('for'), cell: plan => <Audience plan={plan} /> },
    { key: 'scope', title: t('scope'), cell: plan => <Scope plan={plan} /> },
    { key: 'rate', title: t('commissionRate'), align: 'end', cell: plan => <PlanRate {...plan} /> },
    {
      key: 'service',
      title: t('serviceRate'),
      align: 'end',
      cell: plan => (
        <>
          {plan.serviceRateBps ? formatRate(plan.serviceRateBps) : '–'}
          {plan.leaderName ? <div className="small secondary">{plan.leaderName}</div> : null}
        </>
      ),
    },
    {
      key: 'next',
      title: t('next'),
      cell: plan =>
        plan.nextFrom && plan.nextRateBps !== null
          ? t(plan.nextSupplyRateBps === null ? 'nextValue' : 'nextSupply', {
              rate: formatRate(plan.nextSupplyRateBps ?? plan.nextRateBps),
              date: formatMoment(plan.nextFrom, i18n.language, 'day'),
            })
          : '–',
    },
    {
      key: 'state',
      title: t('state'),
      cell: plan => (
        <>
          <StateTag of="plan" state={plan.state} />
          {plan.pausesAt ? <Until label={t('pausesAt')} at={plan.pausesAt} /> : null}
          {plan.resumesAt ? <Until label={t('resumesAt')} at={plan.resumesAt} /> : null}
          {plan.endsAt && plan.state !== 'ended' ? <Until label={t('endsAt')} at={plan.endsAt} /> : null}
        </>
      ),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: plan => <PlanActions plan={plan} onChange={onChange} />,
    },
  ]
}

/** A move that is announced, and how long the rate still holds for whoever holds nothing yet. */
function Until({ label, at }: { label: string; at: string }) {
  return (
    <div className="small secondary">
      {label} <DateText at={at} /> <TimeLeft until={at} />
    </div>
  )
}

function Scope({ plan }: { plan: Plan }) {
  const { t } = useTranslation('commissions')
  if (plan.itemCount > 0) return <>{t('itemCount', { count: plan.itemCount })}</>
  return plan.categoryCode === null ? <>{t('allItems')}</> : <CategoryName code={plan.categoryCode} />
}

/** Who gets it: everybody, those named, those who were let in, and what is asked of them. */
function Audience({ plan }: { plan: Plan }) {
  const { t } = useTranslation('commissions')
  const chosen = plan.streamerCount + plan.approved
  const conditions = [
    plan.minTier ? t('min.tier', { tier: plan.minTier }) : null,
    plan.minOrders ? t('min.orders', { count: plan.minOrders }) : null,
    plan.minScore ? t('min.score', { points: plan.minScore / 100 }) : null,
  ].filter(text => text !== null)
  return (
    <>
      {plan.kind === 'open' && !plan.needsApproval ? t('everyone') : t('streamerCount', { count: chosen })}
      {plan.needsApproval ? <div className="small secondary">{t('byRequest')}</div> : null}
      {conditions.length > 0 || plan.minGmvFen ? (
        <div className="small secondary">
          {conditions.join(' · ')}
          {plan.minGmvFen ? (
            <>
              {' '}
              {t('min.gmv')} <Money fen={plan.minGmvFen} />
            </>
          ) : null}
        </div>
      ) : null}
      {plan.waiting > 0 ? (
        <Link to="/plans/requests" search={{ state: 'asked' }} className="small">
          {t('waiting', { count: plan.waiting })}
        </Link>
      ) : null}
    </>
  )
}
