import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { Batch } from '#features/finance/payout-batch-page.tsx'
import { usePayoutFailure } from '#features/finance/payout-failure.ts'
import { ProposedEnd } from '#features/finance/proposed-end.tsx'
import { TakeOutDialog } from '#features/finance/take-out-dialog.tsx'
import type { BatchActs } from '#features/finance/use-batch-acts.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type BatchLine = Batch['lines'][number]

export function PayoutBatchLines({ batch, acts }: { batch: Batch; acts: BatchActs }) {
  const { t } = useTranslation('payout-batch')
  const [leaving, setLeaving] = useState<BatchLine | null>(null)
  const columns = useColumns()
  const takeOut = (line: BatchLine) => {
    acts.forget()
    setLeaving(line)
  }
  const all: Column<BatchLine>[] = [
    ...columns,
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: line => <LineActs {...{ batch, line, acts }} onTakeOut={() => takeOut(line)} />,
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

const OUTCOMES = ['confirmed', 'failed', 'unknown'] as const

type LineActsProps = {
  batch: Batch
  line: BatchLine
  acts: BatchActs
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
  if (line.proposedOutcome !== null) return <ProposedEnd payout={line} />
  if (batch.way === 'file' && (line.state === 'sent' || line.state === 'unknown'))
    return (
      <>
        {OUTCOMES.filter(outcome => outcome !== line.state).map(outcome => (
          <ConfirmButton
            key={outcome}
            size="small"
            busy={acts.record.isPending}
            words={t(`outcomeWords.${outcome}`)}
            onConfirm={() => acts.record.act({ payoutId, outcome })}
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
    <Button size="small" busy={acts.retry.isPending} onClick={() => acts.retry.act({ payoutId })}>
      {t('retry')}
    </Button>
  )
}

function useColumns(): Column<BatchLine>[] {
  const { t } = useTranslation(['payout-batch', 'common'])
  const failureText = usePayoutFailure()
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
    {
      key: 'state',
      title: t('state'),
      cell: line => (
        <div className="stack-tight">
          <span>
            <StateTag of="payout" state={line.state} />
          </span>
          {line.failureCode === null ? null : (
            <span className="small secondary">{failureText(line.failureCode)}</span>
          )}
        </div>
      ),
    },
    { key: 'amount', title: t('amount'), align: 'end', cell: line => <Money fen={line.amountFen} /> },
    {
      key: 'tax',
      title: t('tax'),
      align: 'end',
      cell: line => (line.taxFen === '0' ? '–' : <Money fen={line.taxFen} />),
    },
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
