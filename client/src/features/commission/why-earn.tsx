import { formatRate } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { PlanRate } from '#features/commission/plan-rate.tsx'
import { Money } from '#ui/money.tsx'
import './why-earn.css'

type Offer = Outputs['offers']['ofItem']
type Step = Offer['steps'][number]

/** How the earning comes about, line by line from the price down, and which of the supplier's plans gave it. */
export function WhyEarn({ offer: { steps, terms, considered } }: { offer: Offer }) {
  const { t } = useTranslation('commissions')
  return (
    <details className="why-earn">
      <summary>{t(terms ? 'explain.title' : 'explain.none')}</summary>
      {terms ? (
        <dl>
          {steps.filter(isTold).map(step => (
            <Line key={step.name} step={step} supplyFen={terms.supplyPriceFen} />
          ))}
        </dl>
      ) : null}
      {considered.length > 0 ? (
        <ul aria-label={t('explain.plans')}>
          {considered.map(plan => (
            <li key={plan.planId} className="small">
              {t(`kind.${plan.kind}`)} <PlanRate {...plan} />
              <span className="secondary"> · {t(`explain.outcome.${reasonOf(plan.outcome)}`)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  )
}

const STEPS = ['base', 'service', 'platformFee', 'commission', 'tech', 'agency', 'streamer'] as const
type StepName = (typeof STEPS)[number]

/** A fee of nothing needs no line. */
function isTold({ name, resultFen }: Step): boolean {
  return STEPS.some(known => known === name) && (resultFen !== '0' || name === 'streamer')
}

const TAKEN: readonly StepName[] = ['service', 'platformFee', 'tech', 'agency']

function Line({ step, supplyFen }: { step: Step; supplyFen: NonNullable<Offer['terms']>['supplyPriceFen'] }) {
  const { t } = useTranslation('commissions')
  const name = STEPS.find(known => known === step.name) ?? 'base'
  const rate = typeof step.inputs['rate'] === 'number' ? ` ${formatRate(step.inputs['rate'])}` : ''
  const amount = BigInt(step.resultFen)
  const isMargin = name === 'commission' && supplyFen !== null
  return (
    <>
      {isMargin ? (
        <div>
          <dt>{t('supplyPrice')}</dt>
          <dd>
            <Money fen={-BigInt(supplyFen)} />
          </dd>
        </div>
      ) : null}
      <div data-step={name}>
        <dt>
          {t(isMargin ? 'explain.margin' : `explain.step.${name}`)}
          {rate}
        </dt>
        <dd>
          <Money fen={TAKEN.includes(name) ? -amount : amount} />
        </dd>
      </div>
    </>
  )
}

const REASONS = [
  'won',
  'paused',
  'not_yet_in_force',
  'conditions_not_met',
  'weaker_kind',
  'less_specific',
  'older',
] as const

/** Reasons that concern others are told to nobody; what is left over is a plan that does not count. */
function reasonOf(outcome: Offer['considered'][number]['outcome']): (typeof REASONS)[number] {
  return REASONS.find(reason => reason === outcome) ?? 'older'
}
