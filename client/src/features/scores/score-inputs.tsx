import { useTranslation } from 'react-i18next'
import { formatChange, formatPoints, formatShare } from '#features/scores/points.ts'
import type { DayScore, ScoreSeen } from '#features/scores/score-view.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'

type Input = DayScore['inputs'][number]

/** Every input with what was counted, the rate it gives, its weight and its points. */
export function ScoreInputs({ score, latest }: { score: ScoreSeen; latest: DayScore }) {
  const { t } = useTranslation('scores')
  const { windowDays, halfLifeDays, priorOrders, neutralBps } = score.formula
  return (
    <section className="stack" aria-labelledby="inputs">
      <div>
        <h2 id="inputs">{t('inputs')}</h2>
        <p className="secondary">
          {t('inputsLead', {
            days: windowDays,
            half: halfLifeDays,
            orders: priorOrders,
            neutral: neutralBps / 100,
            version: latest.ruleVersion,
          })}
        </p>
      </div>
      <DataTable
        caption={t('inputs')}
        columns={useColumns(score.kind)}
        rows={latest.inputs}
        rowKey={input => input.code}
      />
    </section>
  )
}

function useColumns(kind: ScoreSeen['kind']): Column<Input>[] {
  const { t } = useTranslation('scores')
  return [
    {
      key: 'input',
      title: t('input'),
      heading: true,
      cell: ({ code, severity }) => (
        <div className="stack-tight">
          <span>{t(`inputName.${code}`)}</span>
          <span className="small secondary">
            {t(`inputNote.${code}`)}
            {severity > 1 ? ` ${t('severity', { times: severity })}` : ''}
          </span>
        </div>
      ),
    },
    { key: 'counted', title: t('counted'), cell: input => <Counted input={input} kind={kind} /> },
    {
      key: 'rate',
      title: t('rate'),
      align: 'end',
      cell: ({ rate }) => <span className="numeric">{formatShare(rate)}</span>,
    },
    {
      key: 'points',
      title: t('points'),
      align: 'end',
      cell: ({ points, weight }) => (
        <span className="numeric nowrap">
          <span className="strong">{formatPoints(points)}</span>{' '}
          <span className="secondary">/ {formatPoints(weight)}</span>
        </span>
      ),
    },
    {
      key: 'lost',
      title: t('lost'),
      align: 'end',
      cell: ({ points, weight }) => <span className="numeric nowrap">{formatChange(points - weight)}</span>,
    },
  ]
}

/** Ratings are counted in steps of stars; the reader thinks in ratings and their mean. */
function Counted({ input, kind }: { input: Input; kind: ScoreSeen['kind'] }) {
  const { t } = useTranslation('scores')
  const { code, base, bad } = input
  if (code.startsWith('rated_')) {
    const ratings = base / 4
    if (ratings === 0) return <span className="secondary">{t('noRatings')}</span>
    return (
      <span className="numeric">
        {t('ratingsMean', { count: ratings, mean: (5 - bad / ratings).toFixed(2) })}
      </span>
    )
  }
  if (base === 0 && bad === 0) return <span className="secondary">{t('nothingYet')}</span>
  return (
    <span className="numeric">
      {t(kind === 'streamer' ? 'countedStreamer' : 'countedSupplier', { base, bad })}
    </span>
  )
}
