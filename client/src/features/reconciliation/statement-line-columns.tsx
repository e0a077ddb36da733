import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { LineStanding } from '#features/reconciliation/line-standing.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

export type StatementLine = Outputs['statements']['lines']['rows'][number]

export function useStatementLineColumns(): Column<StatementLine>[] {
  const { t } = useTranslation('statement')
  return [
    {
      key: 'no',
      title: t('line'),
      heading: true,
      cell: row => <span className="numeric">{row.lineNo}</span>,
    },
    { key: 'at', title: t('bookedAt'), cell: row => <DateText at={row.bookedAt} /> },
    { key: 'kind', title: t('lineKind'), cell: row => t(`lineKinds.${row.kind as 'other'}`) },
    { key: 'amount', title: t('amount'), align: 'end', cell: row => <Money fen={row.amountFen} plus /> },
    { key: 'fee', title: t('fee'), align: 'end', cell: row => <Money fen={row.feeFen} /> },
    { key: 'standing', title: t('standing'), cell: row => <LineStanding line={row} /> },
    {
      key: 'numbers',
      title: t('numbers'),
      cell: row => (
        <div className="stack-tight mono small">
          <span>{row.ownNo ?? '–'}</span>
          <span className="secondary">{row.channelNo ?? '–'}</span>
        </div>
      ),
    },
    {
      key: 'what',
      title: t('what'),
      cell: row => (
        <details>
          <summary>{row.description || row.counterparty || t('rawLine')}</summary>
          <code className="statement-raw">{row.raw}</code>
        </details>
      ),
    },
  ]
}
