import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Row = Outputs['closes']['openBreaks']['rows'][number]

/** What lies between the balances of a month, one by one, each with the way to where it is worked on. */
export function TieOutBreaks({ month }: { month: string }) {
  const { t } = useTranslation('reconcile')
  const query = useQuery(api.closes.openBreaks.queryOptions({ month }))
  const columns: Column<Row>[] = [
    {
      key: 'class',
      title: t('column.difference'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <Link
            to="/finance/reconciliation"
            search={{ account: row.account as 'A:BANK', view: 'differences', class: row.class }}
          >
            {t(`class.${row.class}`)}
          </Link>
          <span className="small secondary mono">{row.ownNo ?? '–'}</span>
        </div>
      ),
    },
    {
      key: 'account',
      title: t('account'),
      cell: row => t(`accounts.${row.account.slice(2) as 'CHANNEL'}`),
    },
    { key: 'day', title: t('column.day'), cell: row => row.businessDay },
    {
      key: 'amount',
      title: t('column.amount'),
      align: 'end',
      cell: row => <Money fen={row.amountFen} plus />,
    },
    {
      key: 'owner',
      title: t('column.owner'),
      cell: row => (
        <span className={row.isLate ? 'alarming' : undefined}>
          {row.ownerName ?? t('nobody')} · {t(`breakState.${row.state}`)}
        </span>
      ),
    },
  ]
  return (
    <QueryView query={query} lines={3}>
      {({ rows, hasMore }) =>
        rows.length === 0 ? (
          <p className="secondary">{t('tieOut.noBreaks')}</p>
        ) : (
          <>
            <DataTable caption={t('tieOut.breaks')} columns={columns} rows={rows} rowKey={row => row.id} />
            {hasMore ? <p className="small secondary">{t('tieOut.more', { count: rows.length })}</p> : null}
          </>
        )
      }
    </QueryView>
  )
}
