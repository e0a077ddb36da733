import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'

type Row = Outputs['closes']['tieOut'][number]

/** Each account: the ledger's end of month beside the statements', and what lies between them. */
export function TieOutTable({ rows }: { rows: Row[] }) {
  const { t } = useTranslation('reconcile')
  const money = (key: 'openingFen' | 'inFen' | 'outFen' | 'closingFen'): Column<Row> => ({
    key,
    title: t(`tieOut.${key}`),
    align: 'end',
    cell: row => <Money fen={row[key]} />,
  })
  const columns: Column<Row>[] = [
    {
      key: 'account',
      title: t('account'),
      heading: true,
      cell: row => t(`accounts.${row.account.slice(2) as 'CHANNEL'}`),
    },
    money('openingFen'),
    money('inFen'),
    money('outFen'),
    money('closingFen'),
    {
      key: 'statement',
      title: t('tieOut.statementFen'),
      align: 'end',
      cell: row =>
        row.statementFen === null ? (
          <span className="secondary">{t('tieOut.noBalance')}</span>
        ) : (
          <Money fen={row.statementFen} />
        ),
    },
    {
      key: 'unexplained',
      title: t('tieOut.unexplainedFen'),
      align: 'end',
      cell: row =>
        row.unexplainedFen === null ? (
          '–'
        ) : (
          <strong className={row.unexplainedFen === '0' ? undefined : 'alarming'}>
            <Money fen={row.unexplainedFen} plus />
          </strong>
        ),
    },
  ]
  return <DataTable caption={t('close.tieOut')} columns={columns} rows={rows} rowKey={row => row.account} />
}
