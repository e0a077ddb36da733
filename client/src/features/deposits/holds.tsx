import { useTranslation } from 'react-i18next'
import type { Deposit } from '#features/deposits/deposit-balance.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'

type Hold = Deposit['holds'][number]

/** What stands behind the held part, each with its cause. */
export function Holds({ holds }: { holds: Hold[] }) {
  const { t } = useTranslation('deposits')
  const columns: Column<Hold>[] = [
    {
      key: 'subject',
      title: t('subject'),
      heading: true,
      cell: hold => hold.subject ?? t(`reason.${hold.reason}`),
    },
    { key: 'reason', title: t('reasonTitle'), cell: hold => t(`reason.${hold.reason}`) },
    { key: 'since', title: t('since'), cell: hold => <DateText at={hold.createdAt} /> },
    {
      key: 'until',
      title: t('until'),
      cell: hold => (hold.until ? <DateText at={hold.until} /> : t(`ends.${hold.reason}`)),
    },
    { key: 'amount', title: t('amount'), align: 'end', cell: hold => <Money fen={hold.amountFen} /> },
  ]
  return (
    <section className="stack" aria-labelledby="holds">
      <h2 id="holds">{t('holds')}</h2>
      {holds.length === 0 ? (
        <EmptyState icon="deposit" title={t('noHolds')}>
          {t('noHoldsBody')}
        </EmptyState>
      ) : (
        <DataTable caption={t('holds')} columns={columns} rows={holds} rowKey={hold => hold.depositHoldId} />
      )}
    </section>
  )
}
