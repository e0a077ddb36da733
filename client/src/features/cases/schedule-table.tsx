import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Clause } from '#features/cases/case-kinds.ts'
import { DataTable } from '#ui/data-table.tsx'

type Step = Clause['schedule'][number]

/** What a clause costs, by how often it was found within a year. */
export function ScheduleTable({ schedule }: { schedule: Clause['schedule'] }) {
  const { t } = useTranslation('case')
  return (
    <DataTable
      caption={t('schedule.title')}
      rows={schedule}
      rowKey={step => String(step.from)}
      columns={[
        {
          key: 'from',
          title: t('schedule.from'),
          heading: true,
          cell: step => t('schedule.time', { n: step.from }),
        },
        { key: 'amount', title: t('schedule.amount'), cell: step => <AmountWords amount={step.amount} /> },
        { key: 'points', title: t('schedule.points'), align: 'end', cell: step => step.points },
        { key: 'limits', title: t('schedule.limits'), cell: step => <Limits limits={step.restrictions} /> },
      ]}
    />
  )
}

function AmountWords({ amount }: { amount: Step['amount'] }) {
  const { t } = useTranslation('case')
  const yuan = (fen: string) => `¥${formatYuan(BigInt(fen))}`
  switch (amount.kind) {
    case 'none':
      return <>{t('amount.none')}</>
    case 'fixed':
      return <>{t('amount.fixed', { amount: yuan(amount.amountFen) })}</>
    case 'rate':
      return (
        <>
          {t('amount.rate', {
            rate: formatRate(amount.rateBps),
            least: yuan(amount.leastFen),
            most: yuan(amount.mostFen),
          })}
        </>
      )
    case 'set':
      return <>{t('amount.set', { rate: formatRate(amount.mostRateBps) })}</>
  }
}

export function Limits({ limits }: { limits: Step['restrictions'] }) {
  const { t } = useTranslation('case')
  if (limits.length === 0) return <>–</>
  return <>{limits.map(({ kind, days }) => t(`limit.${kind}`, { days })).join(' · ')}</>
}
