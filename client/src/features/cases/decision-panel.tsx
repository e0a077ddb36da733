import { useTranslation } from 'react-i18next'
import type { Decision } from '#features/cases/case-kinds.ts'
import { PenaltyLines } from '#features/cases/penalty-lines.tsx'
import { Limits } from '#features/cases/schedule-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Props = { decision: Decision; who?: string | undefined }

/** What was decided, why, by which versions of which rules, and how the amount came about. */
export function DecisionPanel({ decision, who }: Props) {
  const { t } = useTranslation('case')
  const isFound = decision.outcome === 'found'
  return (
    <section className="panel stack" aria-label={t(`round.${decision.round === 2 ? 'second' : 'first'}`)}>
      <div className="row">
        <h3>{t(`round.${decision.round === 2 ? 'second' : 'first'}`)}</h3>
        <StatusTag tone={isFound ? 'danger' : 'success'} shape={isFound ? 'refused' : 'live'}>
          {t(`outcome.${isFound ? 'found' : 'dismissed'}`)}
        </StatusTag>
        {decision.state === 'proposed' ? (
          <StatusTag tone="warning" shape="waiting">
            {t('proposed')}
          </StatusTag>
        ) : null}
        {decision.state === 'refused' ? (
          <StatusTag tone="neutral" shape="off">
            {t('sentBack')}
          </StatusTag>
        ) : null}
      </div>
      <p className="case-text">{decision.reason}</p>
      {isFound ? (
        <dl className="facts">
          <Fact label={t('decision.amount')}>
            <span className="strong">
              <Money fen={decision.amountFen} />
            </span>
          </Fact>
          <Fact label={t('schedule.points')}>{decision.points}</Fact>
          <Fact label={t('schedule.limits')}>
            <Limits limits={decision.restrictions} />
          </Fact>
          <Fact label={t('decision.refund')}>
            {t(decision.refundOrder ? 'decision.refundAll' : 'decision.refundNone')}
          </Fact>
        </dl>
      ) : null}
      <PenaltyLines lines={decision.lines} />
      <p className="small secondary">
        <DateText at={decision.madeAt} />
        {who === undefined ? null : ` · ${who}`} ·{' '}
        {t('decision.versions', {
          clause: decision.ruleVersions.clause.version,
          repeat: decision.ruleVersions.case_repeat_window.version,
          second: decision.ruleVersions.case_second_person_from.version,
        })}
      </p>
    </section>
  )
}
