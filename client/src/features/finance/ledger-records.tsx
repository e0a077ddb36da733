import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { splitAccountCode, useAccountName } from '#features/finance/account-name.ts'
import { useEventName } from '#features/finance/event-name.ts'
import { type LedgerRow, postedText } from '#features/finance/ledger-columns.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'

type LedgerRecordsProps = { rows: LedgerRow[]; onMore: (() => void) | null }

/** The rows on a phone: each a card that opens its entry. */
export function LedgerRecords({ rows, onMore }: LedgerRecordsProps) {
  const { t } = useTranslation(['ledger', 'common'])
  const accountName = useAccountName()
  const eventName = useEventName()
  const account = (code: string, party: string | null) =>
    `${accountName(splitAccountCode(code).kind)}${party === null ? '' : ` · ${party}`}`
  const columns: Column<LedgerRow>[] = [
    {
      key: 'event',
      title: t('column.event'),
      heading: true,
      cell: row => (
        <Link
          to="/finance/ledger"
          search={now => ({ ...now, entry: row.transactionId })}
          className="row-link"
        >
          {eventName(row.kind)} <span className="small secondary mono">#{row.transactionId}</span>
        </Link>
      ),
    },
    {
      key: 'debitAccount',
      title: t('entry.debit'),
      cell: row => account(row.debit, row.debitParty),
    },
    { key: 'creditAccount', title: t('entry.credit'), cell: row => account(row.credit, row.creditParty) },
    {
      key: 'amount',
      title: t('entry.amount'),
      cell: row => <Money fen={row.debitFen ?? row.creditFen ?? '0'} />,
    },
    { key: 'posted', title: t('column.posted'), cell: row => postedText(row.postedAt) },
  ]
  return (
    <>
      <DataTable
        caption={t('grid')}
        columns={columns}
        rows={rows}
        rowKey={row => `${row.transactionId}-${row.seq}`}
      />
      {onMore ? <Button onClick={onMore}>{t('common:loadMore')}</Button> : null}
    </>
  )
}
