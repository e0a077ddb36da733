import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { CustodyChain } from '#features/custody/custody-chain.tsx'
import { LoanFacts } from '#features/custody/loan-facts.tsx'
import { LoanSteps } from '#features/custody/loan-steps.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** One loan as the platform's people see it: everything, and nothing to press. */
export function AnyLoanPage() {
  const { t } = useTranslation('loan')
  const { loanId } = useParams({ from: '/workspace/operator/loans/$loanId' })
  const query = useQuery(api.loans.getAny.queryOptions({ loanId }))
  return (
    <Page
      title={query.data?.itemTitle ?? t('loan')}
      back={
        <Link to="/operator/loans">
          <Icon name="back" size={16} />
          {t('title')}
        </Link>
      }
    >
      <QueryView query={query}>
        {loan => (
          <>
            <LoanSteps loan={loan} />
            <LoanFacts loan={loan} side="operator" />
            <CustodyChain chain={loan.chain} />
          </>
        )}
      </QueryView>
    </Page>
  )
}
