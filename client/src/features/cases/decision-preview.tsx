import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { PenaltyLines } from '#features/cases/penalty-lines.tsx'
import { Limits } from '#features/cases/schedule-table.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

type Preview = Outputs['caseDesk']['preview']

/** What the decision would mean, by the very arithmetic that will be stored with it. */
export function DecisionPreview({
  query,
}: {
  query: Pick<UseQueryResult<Preview, unknown>, 'data' | 'error'>
}) {
  const { t } = useTranslation('case')
  const preview = query.data
  if (query.error) return <MutationError error={query.error} />
  if (!preview) return null
  if (preview.outcome === 'dismissed') return <p className="secondary">{t('preview.dismissed')}</p>
  return (
    <section className="panel stack" aria-label={t('preview.title')}>
      <h3>{t('preview.title')}</h3>
      <PenaltyLines lines={preview.lines} />
      <dl className="facts">
        <Fact label={t('decision.amount')}>
          <span className="strong">
            <Money fen={preview.amountFen} />
          </span>
        </Fact>
        <Fact label={t('schedule.points')}>{preview.points}</Fact>
        <Fact label={t('schedule.limits')}>
          <Limits limits={preview.restrictions} />
        </Fact>
        <Fact label={t('fact.held')}>
          <Money fen={preview.heldFen} />
        </Fact>
        {preview.compensationFen === '0' ? null : (
          <Fact label={t('preview.compensation')}>
            <Money fen={preview.compensationFen} />
          </Fact>
        )}
        <Fact label={t('decision.refund')}>
          {preview.refundOrder ? (
            <Money fen={preview.refund.amountFen} />
          ) : preview.refund.refusal ? (
            t(`refusal.${preview.refund.refusal}`)
          ) : (
            t('decision.refundNone')
          )}
        </Fact>
      </dl>
      {preview.missingFen === '0' ? null : (
        <Notice tone="warning">
          {t('preview.missing')} <Money fen={preview.missingFen} />
        </Notice>
      )}
      {preview.needsSecond ? (
        <Notice tone="info">
          {t('preview.second')} <Money fen={preview.secondFromFen} />
        </Notice>
      ) : null}
    </section>
  )
}
