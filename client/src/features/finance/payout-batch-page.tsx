import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { PayoutBatchActs } from '#features/finance/payout-batch-acts.tsx'
import { PayoutBatchLines } from '#features/finance/payout-batch-lines.tsx'
import { PayoutBatchTag } from '#features/finance/payout-batch-tag.tsx'
import { useBatchActs } from '#features/finance/use-batch-acts.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type Batch = Outputs['payoutBatches']['read']

/** One batch: what an approver has to see before he signs it, its lines with how each ended, and who was left out. */
export function PayoutBatchPage() {
  const { t } = useTranslation('payout-batch')
  const { batchId } = useParams({ from: '/workspace/finance/batches/$batchId' })
  const query = useQuery(api.payoutBatches.read.queryOptions({ batchId }))
  const acts = useBatchActs()
  return (
    <Page
      title={t('one', { day: query.data?.day ?? '' })}
      lead={query.data ? <span className="mono">{query.data.no}</span> : null}
      back={
        <Link to="/finance/batches">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {batch => (
          <>
            <Facts batch={batch} />
            <PayoutBatchActs batch={batch} acts={acts} />
            <PayoutBatchLines batch={batch} acts={acts} />
            <LeftOut batch={batch} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Facts({ batch }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  const others = batch.lines.filter(line => line.isOtherAccount && line.takenOutReason === null).length
  return (
    <section className="panel">
      <dl className="facts">
        <Fact label={t('state')}>
          <PayoutBatchTag batch={batch} />
        </Fact>
        <Fact label={t('count')}>{batch.count}</Fact>
        <Fact label={t('amount')}>
          <Money fen={batch.amountFen} />
        </Fact>
        <Fact label={t('tax')}>
          <Money fen={batch.taxFen} />
        </Fact>
        <Fact label={t('before')}>
          {batch.before ? (
            <>
              <Money fen={batch.before.amountFen} /> · {t('lines', { count: batch.before.count })}
            </>
          ) : (
            t('noBefore')
          )}
        </Fact>
        <Fact label={t('otherAccounts')}>{others}</Fact>
        <Fact label={t('way')}>{t(`ways.${batch.way}`)}</Fact>
        <DoneBy label={t('collector')} name={batch.collectorName ?? t('byRule')} at={batch.createdAt} />
        <DoneBy label={t('maker')} name={batch.makerName} at={batch.submittedAt} />
        <DoneBy
          label={t(batch.state === 'rejected' ? 'refuser' : 'checker')}
          name={batch.checkerName}
          at={batch.decidedAt}
        />
        {batch.way === 'file' ? <MomentFact label={t('filedAt')} at={batch.filedAt} /> : null}
      </dl>
    </section>
  )
}

function DoneBy({ label, name, at }: { label: string; name: string | null; at: string | null }) {
  if (at === null) return <Fact label={label}>–</Fact>
  return (
    <Fact label={label}>
      {name ?? '–'}{' '}
      <span className="small secondary">
        <DateText at={at} />
      </span>
    </Fact>
  )
}

function LeftOut({ batch }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  if (batch.leftOut.length === 0) return null
  const columns: Column<Batch['leftOut'][number]>[] = [
    {
      key: 'party',
      title: t('party'),
      heading: true,
      cell: party => (
        <Link to="/finance/accounts/$partyId" params={{ partyId: party.partyId }}>
          {party.partyName}
        </Link>
      ),
    },
    {
      key: 'reason',
      title: t('reason'),
      cell: party => (
        <>
          {t(`leftOut.${party.reason}`)}
          {party.until ? (
            <>
              {' · '}
              {t('until')} <DateText at={party.until} />
            </>
          ) : null}
        </>
      ),
    },
    {
      key: 'available',
      title: t('available'),
      align: 'end',
      cell: party => <Money fen={party.availableFen} />,
    },
  ]
  return (
    <section className="stack">
      <h2>{t('leftOutTitle')}</h2>
      <DataTable
        caption={t('leftOutTitle')}
        columns={columns}
        rows={batch.leftOut}
        rowKey={party => party.partyId}
      />
    </section>
  )
}
