import { useTranslation } from 'react-i18next'
import { splitAccountCode, useAccountName } from '#features/finance/account-name.ts'
import { LegEvent } from '#features/finance/leg-event.tsx'
import type { Explained } from '#features/finance/explain-page.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'

type Leg = Explained['legs'][number]

/** Every movement of this order's money, oldest first, with what it leaves in escrow. */
export function LegsTable({ order }: { order: Explained }) {
  const { t } = useTranslation('finance')
  const columns = useColumns(order)
  const empty = order.escrowFen === '0'
  return (
    <section className="stack" aria-labelledby="legs">
      <div>
        <h2 id="legs">{t('legs.title')}</h2>
        <p className="row row-keep secondary">
          <Icon name={empty ? 'success' : 'clock'} size={16} />
          <span>
            {t('legs.escrow')} <Money fen={order.escrowFen} />
            {empty ? ` · ${t('legs.escrowEmpty')}` : null}
          </span>
        </p>
      </div>
      {order.legs.length === 0 ? (
        <EmptyState icon="order" title={t('legs.none')} />
      ) : (
        <DataTable
          caption={t('legs.title')}
          columns={columns}
          rows={order.legs}
          rowKey={leg => `${leg.transactionId}-${leg.seq}`}
        />
      )}
    </section>
  )
}

function useColumns(order: Explained): Column<Leg>[] {
  const { t } = useTranslation('finance')
  return [
    {
      key: 'event',
      title: t('legs.event'),
      heading: true,
      cell: leg => <LegEvent leg={leg} />,
    },
    { key: 'debit', title: t('legs.debit'), cell: leg => <Account code={leg.debit} order={order} /> },
    { key: 'credit', title: t('legs.credit'), cell: leg => <Account code={leg.credit} order={order} /> },
    {
      key: 'day',
      title: t('legs.day'),
      cell: leg => <span className="numeric nowrap">{leg.effectiveOn}</span>,
    },
    { key: 'posted', title: t('legs.postedAt'), cell: leg => <DateText at={leg.postedAt} /> },
    { key: 'amount', title: t('legs.amount'), align: 'end', cell: leg => <Money fen={leg.amountFen} /> },
  ]
}

function Account({ code, order }: { code: string; order: Explained }) {
  const accountName = useAccountName()
  const { kind, partyId } = splitAccountCode(code)
  const owner =
    partyId === null
      ? null
      : (order.shares.find(share => share.partyId === partyId)?.partyName ??
        (partyId === order.supplierId
          ? order.supplierName
          : partyId === order.streamerId
            ? order.streamerName
            : null))
  return (
    <span className="account">
      <span>
        {accountName(kind)}
        {owner ? ` · ${owner}` : null}
      </span>
      <span className="small secondary mono">{kind}</span>
    </span>
  )
}
