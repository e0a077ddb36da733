import { formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import { DateText } from '#ui/date-text.tsx'

type Event = {
  id: string
  at: string
  action: string
  actorName?: string | undefined
  facts: Record<string, string | number | boolean | null>
}

const ACTIONS = [
  'opened',
  'evidence_requested',
  'statement_of_claimant',
  'statement_of_respondent',
  'statement_of_platform',
  'decision_proposed',
  'decision_sent_back',
  'decided',
  'appealed',
  'upheld',
  'overturned',
  'executed',
  'closed',
  'withdrawn',
  'review_asked',
  'review_upheld',
  'review_overturned',
] as const

/** What happened, newest last; on the desk with who did it. */
export function CaseTimeline({ events }: { events: Event[] }) {
  const { t } = useTranslation('case')
  return (
    <section className="stack" aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline')}</h2>
      <ol className="case-timeline">
        {events.map(event => {
          const known = ACTIONS.find(action => action === event.action)
          return (
            <li key={event.id}>
              <span className="strong">{known ? t(`event.${known}`) : event.action}</span>
              <span className="small secondary">
                <DateText at={event.at} />
                <Actor name={event.actorName} />
              </span>
              <EventFacts facts={event.facts} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Actor({ name }: { name: string | undefined }) {
  const { t } = useTranslation('case')
  if (!name) return null
  return <> · {name === 'buyer' ? t('claimant.buyer') : name === 'cases' ? t('claimant.system') : name}</>
}

function EventFacts({ facts }: { facts: Event['facts'] }) {
  const { t } = useTranslation('case')
  const yuan = (fen: unknown) => `¥${formatYuan(BigInt(String(fen)))}`
  const words = [
    facts.compensatedFen === undefined || facts.compensatedFen === '0'
      ? null
      : t('event.compensated', { amount: yuan(facts.compensatedFen) }),
    facts.capturedFen === undefined ? null : t('event.captured', { amount: yuan(facts.capturedFen) }),
    facts.missingFen === undefined || facts.missingFen === '0'
      ? null
      : t('event.missing', { amount: yuan(facts.missingFen) }),
    facts.returnedFen === undefined ? null : t('event.returned', { amount: yuan(facts.returnedFen) }),
    facts.cancelledFen === undefined || facts.cancelledFen === '0'
      ? null
      : t('event.cancelled', { amount: yuan(facts.cancelledFen) }),
    facts.refund === 'made' ? t('event.refunded') : null,
    facts.days === undefined ? null : t('event.days', { count: Number(facts.days) }),
    typeof facts.reason === 'string' ? facts.reason : null,
  ].filter(word => word !== null)
  return words.length > 0 ? <span>{words.join(' · ')}</span> : null
}
