import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Payout = Outputs['payouts']['listMine']['rows'][number]

/** The party's own payouts, newest first; nothing is shown before the first one. */
export function PayoutHistory() {
  const { t } = useTranslation('earnings')
  const query = usePages(api.payouts.listMine.queryKey({}), cursor =>
    server.payouts.listMine.query({ cursor }),
  )
  const columns = useColumns()
  if (query.data?.pages[0]?.rows.length === 0) return null
  return (
    <section className="stack" aria-labelledby="payouts">
      <h2 id="payouts">{t('payouts')}</h2>
      <PagedList
        query={query}
        caption={t('payouts')}
        columns={columns}
        rowKey={row => row.payoutId}
        empty={null}
      />
    </section>
  )
}

function useColumns(): Column<Payout>[] {
  const { t } = useTranslation(['earnings', 'common'])
  return [
    { key: 'no', title: t('payoutNo'), heading: true, cell: row => <span className="mono">{row.no}</span> },
    { key: 'state', title: t('state'), cell: row => <StateTag of="payout" state={row.state} /> },
    {
      key: 'account',
      title: t('payeeAccount'),
      cell: row => `${row.bankName} ${t('common:accountEnding', { last4: row.accountNoLast4 })}`,
    },
    { key: 'at', title: t('requestedAt'), cell: row => <DateText at={row.createdAt} /> },
    {
      key: 'done',
      title: t('finishedAt'),
      cell: row => (row.finishedAt ? <DateText at={row.finishedAt} /> : '–'),
    },
    { key: 'amount', title: t('amount'), align: 'end', cell: row => <Money fen={row.amountFen} /> },
    {
      key: 'tax',
      title: t('tax.withheld'),
      align: 'end',
      cell: row => (row.taxFen === '0' ? '–' : <Money fen={row.taxFen} />),
    },
    { key: 'net', title: t('tax.arrives'), align: 'end', cell: row => <Money fen={row.netFen} /> },
  ]
}
