import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { StateTag } from '#app/state-tag.tsx'
import type { Batch } from '#features/finance/payout-batch-page.tsx'
import { TakeOutDialog } from '#features/finance/take-out-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type BatchLine = Batch['lines'][number]

export function PayoutBatchLines({ batch }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  const [leaving, setLeaving] = useState<BatchLine | null>(null)
  const acts = useLineActs()
  const columns = useColumns()
  const all: Column<BatchLine>[] = [
    ...columns,
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: line => <LineActs {...{ batch, line, acts }} onTakeOut={() => setLeaving(line)} />,
    },
  ]
  return (
    <section className="stack">
      <h2>{t('linesTitle')}</h2>
      <MutationError error={acts.record.error ?? acts.retry.error} />
      <DataTable caption={t('linesTitle')} columns={all} rows={batch.lines} rowKey={line => line.payoutId} />
      {leaving ? <TakeOutDialog line={leaving} onClose={() => setLeaving(null)} /> : null}
    </section>
  )
}

function useLineActs() {
  const settled = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.payoutBatches.pathKey() }),
  }
  return {
    record: useMutation(api.payoutBatches.recordOutcome.mutationOptions(settled)),
    retry: useMutation(api.payoutBatches.retry.mutationOptions(settled)),
  }
}

type LineActsProps = {
  batch: Batch
  line: BatchLine
  acts: ReturnType<typeof useLineActs>
  onTakeOut: () => void
}

function LineActs({ batch, line, acts, onTakeOut }: LineActsProps) {
  const { t } = useTranslation('payout-batch')
  const { payoutId } = line
  if (line.takenOutReason !== null)
    return <span className="small secondary">{t('takenOut', { reason: line.takenOutReason })}</span>
  if (line.state === 'requested' && batch.state !== 'rejected')
    return (
      <Button size="small" kind="quiet" onClick={onTakeOut}>
        {t('takeOut')}
      </Button>
    )
  if (batch.way === 'file' && (line.state === 'sent' || line.state === 'unknown'))
    return (
      <>
        {(['confirmed', 'failed'] as const).map(outcome => (
          <ConfirmButton
            key={outcome}
            size="small"
            busy={acts.record.isPending}
            words={t(`outcomeWords.${outcome}`)}
            onConfirm={() => acts.record.mutate({ payoutId, outcome })}
          >
            {t(`outcome.${outcome}`)}
          </ConfirmButton>
        ))}
      </>
    )
  if (line.state !== 'failed' && line.state !== 'returned') return null
  if (line.retryNo !== null)
    return (
      <Link to="/finance/payouts/$payoutNo" params={{ payoutNo: line.retryNo }} className="small">
        {t('retried', { no: line.retryNo })}
      </Link>
    )
  return (
    <Button size="small" busy={acts.retry.isPending} onClick={() => acts.retry.mutate({ payoutId })}>
      {t('retry')}
    </Button>
  )
}

function useColumns(): Column<BatchLine>[] {
  const { t } = useTranslation(['payout-batch', 'common'])
  return [
    {
      key: 'party',
      title: t('party'),
      heading: true,
      cell: line => (
        <div className="stack-tight">
          <Link to="/finance/accounts/$partyId" params={{ partyId: line.partyId }}>
            {line.partyName}
          </Link>
          <Link to="/finance/payouts/$payoutNo" params={{ payoutNo: line.no }} className="small mono">
            {line.no}
          </Link>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: line => <StateTag of="payout" state={line.state} /> },
    { key: 'amount', title: t('amount'), align: 'end', cell: line => <Money fen={line.amountFen} /> },
    {
      key: 'net',
      title: t('net'),
      align: 'end',
      cell: line => <Money fen={line.netFen} />,
    },
    {
      key: 'before',
      title: t('before'),
      align: 'end',
      cell: line => (line.beforeFen === null ? t('notBefore') : <Money fen={line.beforeFen} />),
    },
    {
      key: 'account',
      title: t('account'),
      cell: line => (
        <div className="stack-tight">
          <span>{line.holderName}</span>
          <span className="small secondary numeric">
            {line.bankName} {t('common:accountEnding', { last4: line.accountNoLast4 })}
          </span>
          {line.isOtherAccount ? <Warning>{t('otherAccount')}</Warning> : null}
          {line.isAccountGone ? <Warning>{t('accountGone')}</Warning> : null}
        </div>
      ),
    },
  ]
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <StatusTag tone="warning" shape="attention">
      {children}
    </StatusTag>
  )
}
