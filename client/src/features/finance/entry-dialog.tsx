import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { splitAccountCode, useAccountName } from '#features/finance/account-name.ts'
import { useEventName } from '#features/finance/event-name.ts'
import { postedText } from '#features/finance/ledger-columns.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Entry = Outputs['ledger']['entry']
type Leg = Entry['legs'][number]

/** One entry as it was posted: what it is of, by whom, all its legs, and what it took back or was taken back by. */
export function EntryDialog({ transactionId, onClose }: { transactionId: string; onClose: () => void }) {
  const { t } = useTranslation('ledger')
  const query = useQuery(api.ledger.entry.queryOptions({ transactionId }))
  return (
    <Dialog title={t('entry.title', { id: transactionId })} onClose={onClose} wide>
      <QueryView query={query} lines={6}>
        {entry => (
          <>
            <Facts entry={entry} />
            <h3>{t('entry.legs')}</h3>
            <EntryLegs legs={entry.legs} />
          </>
        )}
      </QueryView>
    </Dialog>
  )
}

/** The legs of one entry. */
export function EntryLegs({ legs }: { legs: Leg[] }) {
  const { t } = useTranslation('ledger')
  return (
    <DataTable
      caption={t('entry.legs')}
      columns={useLegColumns()}
      rows={legs}
      rowKey={leg => String(leg.seq)}
    />
  )
}

function Facts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('ledger')
  const eventName = useEventName()
  return (
    <dl className="facts">
      <Fact label={t('entry.kind')}>{eventName(entry.kind)}</Fact>
      <Fact label={t('entry.of')}>
        <About entry={entry} />
      </Fact>
      <Fact label={t('entry.actor')}>{entry.actor === 'system' ? t('entry.system') : entry.actor}</Fact>
      <Fact label={t('entry.day')}>{entry.effectiveOn}</Fact>
      <Fact label={t('entry.posted')}>{postedText(entry.postedAt)}</Fact>
      <Fact label={t('entry.key')}>
        <CopyText text={entry.key} what={t('entry.key')}>
          <span className="mono small">{entry.key}</span>
        </CopyText>
      </Fact>
      {(['reverses', 'reversedBy'] as const).map(way =>
        entry[way] === null ? null : (
          <Fact key={way} label={t(`entry.${way}`)}>
            <Link to="/finance/ledger" search={now => ({ ...now, entry: entry[way] ?? undefined })}>
              #{entry[way]}
            </Link>
          </Fact>
        ),
      )}
    </dl>
  )
}

/** The order, payout or settlement behind the entry, with the way to its own page. */
function About({ entry }: { entry: Entry }) {
  const { t } = useTranslation('ledger')
  if (entry.orderNo !== null) {
    return (
      <Link to="/finance/orders/$orderNo" params={{ orderNo: entry.orderNo }}>
        {t('entry.order', { no: entry.orderNo })}
      </Link>
    )
  }
  if (entry.payoutNo !== null) {
    return (
      <Link to="/finance/payouts/$payoutNo" params={{ payoutNo: entry.payoutNo }}>
        {t('entry.payout', { no: entry.payoutNo })}
      </Link>
    )
  }
  if (entry.refType === 'adjustment') {
    return (
      <Link to="/finance/adjustments/$adjustmentId" params={{ adjustmentId: entry.refId }}>
        {t('entry.adjustment')}
      </Link>
    )
  }
  if (entry.settlementNo !== null) {
    return (
      <Link to="/finance/settlements/$batchId" params={{ batchId: entry.refId }}>
        {t('entry.settlement', { no: entry.settlementNo })}
      </Link>
    )
  }
  return <span className="mono small">{entry.refType}</span>
}

function useLegColumns(): Column<Leg>[] {
  const { t } = useTranslation('ledger')
  const accountName = useAccountName()
  const account = (code: string, party: string | null) => {
    const { kind } = splitAccountCode(code)
    return `${accountName(kind)}${party === null ? '' : ` · ${party}`}`
  }
  return [
    {
      key: 'debit',
      title: t('entry.debit'),
      heading: true,
      cell: leg => account(leg.debit, leg.debitParty),
    },
    { key: 'credit', title: t('entry.credit'), cell: leg => account(leg.credit, leg.creditParty) },
    {
      key: 'order',
      title: t('column.order'),
      cell: leg =>
        leg.orderNo === null ? (
          '–'
        ) : (
          <Link to="/finance/orders/$orderNo" params={{ orderNo: leg.orderNo }} className="mono">
            {leg.orderNo}
          </Link>
        ),
    },
    { key: 'amount', title: t('entry.amount'), align: 'end', cell: leg => <Money fen={leg.amountFen} /> },
  ]
}
