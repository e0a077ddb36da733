import { useRouteContext } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { useSubjectName } from '#features/onboarding/subject-name.ts'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

type Desk = Outputs['applications']['desk']
type Own = NonNullable<Desk['own']>

const LOOKS: Record<Own['application']['state'], [Tone, Shape]> = {
  draft: ['neutral', 'off'],
  submitted: ['info', 'waiting'],
  in_review: ['info', 'waiting'],
  needs_info: ['warning', 'attention'],
  approved: ['success', 'live'],
  rejected: ['danger', 'refused'],
  withdrawn: ['neutral', 'off'],
}

export function ApplicationTag({ state }: { state: Own['application']['state'] }) {
  const { t } = useTranslation('onboarding')
  const [tone, shape] = LOOKS[state]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`state.${state}`)}
    </StatusTag>
  )
}

type StatusProps = { own: Own; missing: number; depositShort: Desk['depositShort'] }

/** Where the application stands, what comes next and by when, and what the reviewer said. */
export function ApplicationStatus({ own, missing, depositShort }: StatusProps) {
  const { t } = useTranslation('onboarding')
  const { application, next } = own
  const step = next.step === 'hand_in' && missing > 0 ? 'fill_in' : next.step
  const settled = next.step === 'fill_in' && missing === 0 ? 'hand_in' : step
  return (
    <section className="stack" aria-live="polite">
      <div className="row">
        <span className="strong">{t(`purpose.${application.purpose}`)}</span>
        <ApplicationTag state={application.state} />
      </div>
      {settled === 'pay_deposit' ? (
        <Approved depositShort={depositShort} />
      ) : (
        <Notice
          tone={LOOKS[application.state][0]}
          title={
            <>
              {settled === 'fill_in' ? t('next.fill_in', { count: missing }) : t(`next.${settled}`)}{' '}
              {next.by ? <DateText at={next.by} /> : null}
            </>
          }
        />
      )}
      <Findings own={own} />
      <Refused own={own} />
    </section>
  )
}

/** Approved: what the deposit still misses and until when, or that nothing is missing any more. */
function Approved({ depositShort: { fen, until } }: Pick<StatusProps, 'depositShort'>) {
  const { t } = useTranslation('onboarding')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const kind = role === 'agency' || role === 'streamer' ? role : 'supplier'
  if (fen === '0') return <Notice tone="success" title={t(`next.take_part.${kind}`)} />
  return (
    <Notice
      tone="success"
      title={
        <>
          {t('next.pay_deposit')} <Money fen={fen} />
        </>
      }
      action={
        <Link to="/deposit" className="button" data-kind="primary">
          {t('toDeposit')}
        </Link>
      }
    >
      {t(`next.pay_deposit_why.${kind === 'streamer' ? 'streamer' : 'supplier'}`)}{' '}
      {until ? (
        <>
          {t('next.pay_deposit_by')} <DateText at={until} />
        </>
      ) : null}
    </Notice>
  )
}

/** The categories that were not granted, with the reason; they may be asked for again. */
function Refused({ own: { refused } }: { own: Own }) {
  const { t } = useTranslation('onboarding')
  if (!refused) return null
  return (
    <section className="panel stack" aria-labelledby="refused">
      <h2 id="refused">{t('refusedTitle')}</h2>
      <div>
        <span className="strong">
          {refused.categories.map((code, at) => (
            <span key={code}>
              {at > 0 ? ' · ' : ''}
              <CategoryName code={code} />
            </span>
          ))}
        </span>{' '}
        · {t(`reason.${refused.reason}`)}
        {refused.words ? <div className="secondary">{refused.words}</div> : null}
      </div>
      <p className="secondary">{t('refusedNext')}</p>
    </section>
  )
}

function Findings({ own: { findings, application } }: { own: Own }) {
  const { t } = useTranslation('onboarding')
  const nameOf = useSubjectName()
  if (findings.length === 0) return null
  return (
    <section className="panel stack" aria-labelledby="findings">
      <h2 id="findings">{t(application.state === 'rejected' ? 'findingsRejected' : 'findingsAsked')}</h2>
      <ul className="stack-tight">
        {findings.map(finding => (
          <li key={finding.id}>
            <span className="strong">{nameOf(finding.subject)}</span> · {t(`reason.${finding.reason}`)}
            {finding.words ? <div className="secondary">{finding.words}</div> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
