import type { PayoutState } from '@haowu/shared/settlement.ts'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { DecideDialog } from '#features/finance/decide-dialog.tsx'
import { usePayoutFailure } from '#features/finance/payout-failure.ts'
import { ProposedEnd } from '#features/finance/proposed-end.tsx'
import { ReturnDialog } from '#features/finance/return-dialog.tsx'
import { PAYOUT_VIEWS } from '#features/finance/routes.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type Payout = Outputs['finance']['payouts']['rows'][number]
export type Decision = { payout: Payout; decision: 'approve' | 'reject' }

const STATES_OF_VIEW: Record<(typeof PAYOUT_VIEWS)[number], PayoutState[] | undefined> = {
  requested: ['requested'],
  moving: ['approved', 'sent', 'unknown'],
  done: ['confirmed'],
  refused: ['rejected', 'failed', 'returned'],
  all: undefined,
}

/** What leaves the platform: a second person approves, and nobody approves what he asked for himself. */
export function PayoutsPage() {
  const { t } = useTranslation('finance')
  const { view = 'requested' } = useSearch({ from: '/workspace/finance/payouts' })
  const navigate = useNavigate({ from: '/finance/payouts' })
  const [deciding, setDeciding] = useState<Decision | null>(null)
  const [returning, setReturning] = useState<Payout | null>(null)
  const states = STATES_OF_VIEW[view]
  const input = states ? { states, withProposed: view === 'requested' } : {}
  const query = usePages(api.finance.payouts.queryKey(input), cursor =>
    server.finance.payouts.query({ ...input, cursor }),
  )
  return (
    <Page title={t('payouts.title')} lead={t('payouts.lead')}>
      <Tabs
        label={t('payouts.view')}
        value={view}
        options={PAYOUT_VIEWS.map(value => ({ value, label: t(`payouts.views.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'requested' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('payouts.title')}
        columns={useColumns(setDeciding, setReturning)}
        rowKey={payout => payout.payoutId}
        empty={
          <EmptyState icon="payout" title={t(view === 'requested' ? 'payouts.nothingToDo' : 'payouts.none')}>
            {t('payouts.noneBody')}
          </EmptyState>
        }
      />
      {returning ? <ReturnDialog payout={returning} onClose={() => setReturning(null)} /> : null}
      {deciding ? <DecideDialog {...deciding} onClose={() => setDeciding(null)} /> : null}
    </Page>
  )
}

function useColumns(
  onDecide: (decision: Decision) => void,
  onReturn: (payout: Payout) => void,
): Column<Payout>[] {
  const { t } = useTranslation(['finance', 'common'])
  return [
    {
      key: 'party',
      title: t('payouts.party'),
      heading: true,
      cell: payout => (
        <div className="stack-tight">
          <Link to="/finance/accounts/$partyId" params={{ partyId: payout.partyId }}>
            {payout.partyName}
          </Link>
          <Link to="/finance/payouts/$payoutNo" params={{ payoutNo: payout.no }} className="small mono">
            {payout.no}
          </Link>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('payouts.state'),
      cell: payout => <StateTag of="payout" state={payout.state} />,
    },
    {
      key: 'amount',
      title: t('payouts.amount'),
      align: 'end',
      cell: payout => (
        <div className="stack-tight">
          <Money fen={payout.amountFen} />
          {payout.taxFen === '0' ? null : (
            <span className="small secondary">
              {t('payouts.net')} <Money fen={payout.netFen} />
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'account',
      title: t('payouts.account'),
      cell: payout => (
        <div className="stack-tight">
          <span>{payout.holderName}</span>
          <span className="small secondary numeric">
            {payout.bankName} {t('common:accountEnding', { last4: payout.accountNoLast4 })}
          </span>
        </div>
      ),
    },
    {
      key: 'maker',
      title: t('payouts.maker'),
      cell: payout => (
        <div className="stack-tight">
          <span>{payout.makerName ?? '–'}</span>
          <span className="small secondary">
            <DateText at={payout.createdAt} />
          </span>
        </div>
      ),
    },
    { key: 'checker', title: t('payouts.checker'), cell: payout => payout.checkerName ?? '–' },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('payouts.actions')}</span>,
      actions: true,
      cell: payout => <DecideButtons payout={payout} onDecide={onDecide} onReturn={onReturn} />,
    },
  ]
}

type ButtonProps = {
  payout: Payout
  onDecide: (decision: Decision) => void
  onReturn: (payout: Payout) => void
}

function DecideButtons({ payout, onDecide, onReturn }: ButtonProps) {
  const { t } = useTranslation('finance')
  const failureText = usePayoutFailure()
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  if (payout.proposedOutcome !== null) return <ProposedEnd payout={payout} />
  if (payout.state === 'confirmed')
    return (
      <Button size="small" onClick={() => onReturn(payout)}>
        {t('payouts.markReturned')}
      </Button>
    )
  if (payout.state !== 'requested')
    return payout.failureCode ? (
      <span className="small secondary">{failureText(payout.failureCode)}</span>
    ) : null
  if (payout.batchId !== null) return <span className="small secondary">{t('payouts.inBatch')}</span>
  if (payout.makerId === userId) return <span className="small secondary">{t('payouts.yours')}</span>
  return (
    <>
      <Button size="small" kind="primary" onClick={() => onDecide({ payout, decision: 'approve' })}>
        {t('payouts.approve')}
      </Button>
      <Button size="small" kind="danger" onClick={() => onDecide({ payout, decision: 'reject' })}>
        {t('payouts.reject')}
      </Button>
    </>
  )
}
