import { useRouteContext } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { useSubjectName } from '#features/onboarding/subject-name.ts'
import { DateText } from '#ui/date-text.tsx'
import { Notice } from '#ui/notice.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

type Own = NonNullable<Outputs['applications']['desk']['own']>

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

/** Where the application stands, what comes next and by when, and what the reviewer said. */
export function ApplicationStatus({ own, missing }: { own: Own; missing: number }) {
  const { t } = useTranslation('onboarding')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const { application, next } = own
  const step = next.step === 'hand_in' && missing > 0 ? 'fill_in' : next.step
  const settled = next.step === 'fill_in' && missing === 0 ? 'hand_in' : step
  return (
    <section className="stack" aria-live="polite">
      <div className="row">
        <span className="strong">{t(`purpose.${application.purpose}`)}</span>
        <ApplicationTag state={application.state} />
      </div>
      <Notice
        tone={LOOKS[application.state][0]}
        title={
          <>
            {settled === 'fill_in'
              ? t('next.fill_in', { count: missing })
              : settled === 'pay_deposit' && role === 'agency'
                ? t('next.pay_deposit_agency')
                : t(`next.${settled}`)}{' '}
            {next.by ? <DateText at={next.by} /> : null}
          </>
        }
        action={
          settled === 'pay_deposit' && role !== 'agency' ? (
            <Link to="/deposit" className="button" data-kind="primary">
              {t('toDeposit')}
            </Link>
          ) : null
        }
      />
      <Findings own={own} />
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
