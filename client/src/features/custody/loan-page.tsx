import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { CustodyChain } from '#features/custody/custody-chain.tsx'
import { LoanActions } from '#features/custody/loan-actions.tsx'
import { LoanFacts } from '#features/custody/loan-facts.tsx'
import type { Loan, Side } from '#features/custody/loan-kinds.ts'
import { LoanSteps } from '#features/custody/loan-steps.tsx'
import { NextStep } from '#features/custody/next-step.tsx'
import { ParcelSlip } from '#features/custody/parcel-slip.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** One loan: where it stands, whose turn it is until when, and through whose hands the piece went. */
export function LoanPage() {
  const { t } = useTranslation('loan')
  const { loanId } = useParams({ from: '/workspace/loans/$loanId' })
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const side: Side = role === 'supplier' ? 'supplier' : 'streamer'
  const query = useQuery({ ...api.loans.get.queryOptions({ loanId }), refetchInterval: 15_000 })
  return (
    <Page
      title={query.data?.itemTitle ?? t('loan')}
      back={
        <Link to="/loans">
          <Icon name="back" size={16} />
          {t('title')}
        </Link>
      }
      actions={
        query.data ? (
          <LoanActions
            loan={query.data}
            side={side}
            mayClaim={query.data.mayClaim}
            isMissing={query.data.state === 'lost' && query.data.foundAt === null}
          />
        ) : null
      }
    >
      <QueryView query={query}>
        {loan => (
          <>
            <LoanSteps loan={loan} />
            <NextStep loan={loan} side={side} />
            <div className="loan-columns">
              <LoanFacts loan={loan} side={side} />
              {side === 'supplier' && loan.code && SLIP_STATES.has(loan.state) ? (
                <ParcelSlip loan={loan} code={loan.code} />
              ) : null}
            </div>
            <CustodyChain chain={loan.chain} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

const SLIP_STATES: ReadonlySet<Loan['state']> = new Set(['approved', 'shipped', 'received', 'sent_back'])
