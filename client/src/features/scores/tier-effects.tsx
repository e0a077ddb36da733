import { formatRate } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import { formatPoints } from '#features/scores/points.ts'
import type { ScoreSeen } from '#features/scores/score-view.tsx'
import { TierTag } from '#features/scores/tier-tag.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'

type Effect = ScoreSeen['effects'][number]

/** What each tier brings, the own one marked. */
export function TierEffects({ score }: { score: ScoreSeen }) {
  const { t } = useTranslation('scores')
  const { tier, thresholds, kind } = score
  const settlement: Column<Effect> = {
    key: 'settlement',
    title: t('settlement'),
    align: 'end',
    cell: effect => t('days', { count: effect.settlementDays ?? 0 }),
  }
  const holds: Column<Effect> = {
    key: 'holds',
    title: t('holdLimit'),
    align: 'end',
    cell: effect => t('pieces', { count: effect.holdLimit ?? 0 }),
  }
  const loans: Column<Effect> = {
    key: 'loans',
    title: t('loanLimit'),
    align: 'end',
    cell: effect => t('pieces', { count: effect.loanLimit ?? 0 }),
  }
  const columns: Column<Effect>[] = [
    {
      key: 'tier',
      title: t('tier'),
      heading: true,
      cell: effect => (
        <span className="row">
          <TierTag tier={effect.tier} />
          {effect.tier === tier ? <span className="small strong">{t('yours')}</span> : null}
        </span>
      ),
    },
    {
      key: 'from',
      title: t('fromPoints'),
      align: 'end',
      cell: effect => (
        <span className="numeric">
          {effect.tier === 'D'
            ? t('below', { points: formatPoints(thresholds.C) })
            : formatPoints(thresholds[effect.tier])}
        </span>
      ),
    },
    ...(kind === 'supplier' ? [settlement] : [holds, loans]),
    {
      key: 'deposit',
      title: t('depositFactor'),
      align: 'end',
      cell: effect => <span className="numeric">{formatRate(effect.depositFactorBps)}</span>,
    },
  ]
  return (
    <section className="stack" aria-labelledby="tiers">
      <div>
        <h2 id="tiers">{t('tiers')}</h2>
        <p className="secondary">
          {t('tiersLead', { margin: formatPoints(thresholds.margin) })}
          {kind === 'supplier' ? t('tiersFrozen') : ''}
        </p>
      </div>
      <DataTable caption={t('tiers')} columns={columns} rows={score.effects} rowKey={effect => effect.tier} />
    </section>
  )
}
