import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SignedFacts } from '#features/report/signed-facts.ts'
import type { SignatureState } from '#features/report/use-signature-check.ts'
import { Button } from '#ui/button.tsx'
import { formatMoment } from '#ui/date-text.tsx'
import { Icon } from '#ui/icon.tsx'
import type { Tone } from '#ui/tokens.ts'

type Verdict = 'checking' | 'forged' | 'unsupported' | VerifiableReport['standing']

const TONES: Record<Verdict, Tone> = {
  checking: 'neutral',
  forged: 'danger',
  unsupported: 'neutral',
  published: 'success',
  superseded: 'warning',
  expired: 'warning',
  revoked: 'danger',
  unknown: 'danger',
}

/**
 * Whether to trust the paper, in one box. A signature that fails outweighs everything else; nothing is called genuine before
 * this very device has checked it.
 */
export function ReportVerdict({ report, facts, signature, askedAt }: VerdictProps) {
  const { t, i18n } = useTranslation('report')
  const verdict = verdictOf(report, signature.check)
  const day = (at: string | null) => (at ? formatMoment(at, i18n.language, 'day') : '')
  return (
    <section className="verdict" data-tone={TONES[verdict]} aria-label={t('verdictLabel')}>
      <div className="verdict-head" role="status">
        <span className="verdict-mark" aria-hidden="true">
          {verdict === 'checking' ? (
            <span className="spinner" />
          ) : (
            <Icon
              name={
                TONES[verdict] === 'success' ? 'check' : TONES[verdict] === 'neutral' ? 'info' : 'warning'
              }
              size={28}
            />
          )}
        </span>
        <div>
          <p className="verdict-word">{t(`verdict.${verdict}`)}</p>
          <p>
            {t(`verdictNote.${verdict}`, {
              until: facts?.expiresOn ?? '',
              on: day(report.revokedAt),
              reason: report.revokedReason ?? '',
            })}
          </p>
        </div>
      </div>
      {report.replacedBy && verdict !== 'forged' ? (
        <Link className="button" to="/r/$code" params={{ code: report.replacedBy }}>
          {t('openCurrent')}
        </Link>
      ) : null}
      <div className="verdict-foot small">
        <span>
          {signature.check === undefined
            ? t('seal.checking')
            : t(`seal.${signature.check}`, { times: signature.times })}
          {' · '}
          {t('standingAsked', { at: formatMoment(new Date(askedAt).toISOString(), i18n.language, 'minute') })}
        </span>
        <Button size="small" busy={signature.check === undefined} onClick={signature.again}>
          {t('checkAgain')}
        </Button>
      </div>
    </section>
  )
}

function verdictOf(report: VerifiableReport, check: SignatureState['check']): Verdict {
  if (check === 'forged') return 'forged'
  if (report.standing !== 'published') return report.standing
  if (check === undefined) return 'checking'
  return check === 'unsupported' ? 'unsupported' : 'published'
}

type VerdictProps = {
  report: VerifiableReport
  facts: SignedFacts | null
  signature: SignatureState
  /** When the server last told where the report stands, in ms of this device. */
  askedAt: number
}
