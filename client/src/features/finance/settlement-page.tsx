import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { SettledDialog } from '#features/finance/settled-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Settlement = Outputs['finance']['settlement']
type Line = Settlement['lines'][number]

/** One run of settlement: what it gave to whom, what became of that since, and the entry that says the same. */
export function SettlementPage() {
  const { t } = useTranslation('finance')
  const { batchId } = useParams({ from: '/workspace/finance/settlements/$batchId' })
  const query = useQuery(api.finance.settlement.queryOptions({ batchId }))
  const [opened, setOpened] = useState<Line | null>(null)
  const columns = useColumns(setOpened)
  return (
    <Page
      title={t('settlements.batch', { no: query.data?.no ?? '' })}
      lead={t('settlements.oneLead')}
      back={
        <Link to="/finance/settlements">
          <Icon name="back" size={16} />
          {t('settlements.back')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {settlement => (
          <>
            <Facts settlement={settlement} />
            <section className="stack">
              <h2>{t('settlements.lines')}</h2>
              <DataTable
                caption={t('settlements.lines')}
                columns={columns}
                rows={settlement.lines}
                rowKey={line => line.partyId}
              />
            </section>
            {opened ? (
              <SettledDialog batchId={batchId} party={opened} onClose={() => setOpened(null)} />
            ) : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Facts({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('finance')
  const { lines, transactionId, agrees } = settlement
  const sumOf = (field: 'amountFen' | 'reserveFen' | 'paidFen' | 'usedFen' | 'leftFen', of = lines) =>
    of.reduce((sum, line) => sum + BigInt(line[field]), 0n)
  const platform = lines.filter(isPlatform)
  return (
    <section className="panel stack">
      <dl className="facts">
        <MomentFact label={t('settlements.at')} at={settlement.createdAt} />
        <Fact label={t('settlements.accruals')}>{settlement.accrualCount}</Fact>
        <Fact label={t('settlements.total')}>
          <span className="strong">
            <Money fen={settlement.totalFen} />
          </span>
        </Fact>
        <Fact label={t('settlements.platform')}>
          <Money fen={sumOf('amountFen', platform)} />
        </Fact>
        <Fact label={t('settlements.reserve')}>
          <Money fen={sumOf('reserveFen')} />
        </Fact>
        <Fact label={t('settlements.paid')}>
          <Money fen={sumOf('paidFen')} />
        </Fact>
        <Fact label={t('settlements.used')}>
          <Money fen={sumOf('usedFen')} />
        </Fact>
        <Fact label={t('settlements.left')}>
          <Money fen={sumOf('leftFen')} />
        </Fact>
      </dl>
      <p className="row" role="status">
        <Icon name={agrees ? 'success' : 'warning'} size={18} />
        {t(agrees ? 'settlements.agrees' : 'settlements.disagrees')}{' '}
        {transactionId === null ? null : (
          <Link to="/finance/ledger" search={{ entry: transactionId }}>
            {t('settlements.entry', { id: transactionId })} · <Money fen={settlement.ledgerFen} />
          </Link>
        )}
      </p>
    </section>
  )
}

const isPlatform = ({ partyKind }: Line) => partyKind === 'platform'

function useColumns(onOpen: (line: Line) => void): Column<Line>[] {
  const { t } = useTranslation('finance')
  /** The platform's share is income at once and stands in no balance. */
  const amount = (field: 'reserveFen' | 'paidFen' | 'usedFen' | 'leftFen') => (line: Line) =>
    isPlatform(line) ? '–' : <Money fen={line[field]} />
  return [
    {
      key: 'party',
      title: t('settlements.party'),
      heading: true,
      cell: line =>
        isPlatform(line) ? (
          line.partyName
        ) : (
          <Link to="/finance/accounts/$partyId" params={{ partyId: line.partyId }}>
            {line.partyName}
          </Link>
        ),
    },
    {
      key: 'accruals',
      title: t('settlements.accruals'),
      align: 'end',
      cell: line => (
        <Button size="small" kind="quiet" onClick={() => onOpen(line)}>
          {t('settlements.showOrders', { count: line.accrualCount })}
        </Button>
      ),
    },
    {
      key: 'amount',
      title: t('settlements.amount'),
      align: 'end',
      cell: line => <Money fen={line.amountFen} />,
    },
    { key: 'reserve', title: t('settlements.reserve'), align: 'end', cell: amount('reserveFen') },
    {
      key: 'paid',
      title: t('settlements.paid'),
      align: 'end',
      cell: line => (
        <div className="stack-tight">
          <span>{amount('paidFen')(line)}</span>
          {line.payoutNos.map(payoutNo => (
            <Link key={payoutNo} to="/finance/payouts/$payoutNo" params={{ payoutNo }} className="small mono">
              {payoutNo}
            </Link>
          ))}
        </div>
      ),
    },
    { key: 'used', title: t('settlements.used'), align: 'end', cell: amount('usedFen') },
    { key: 'left', title: t('settlements.left'), align: 'end', cell: amount('leftFen') },
  ]
}
