import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { thisMonth } from '#app/statement-months.ts'
import { AccountStatement } from '#features/earnings/account-statement.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'

const route = getRouteApi('/workspace/finance/accounts/$partyId')

/** One party's account of a month, as the party sees it, each line leading to the order and its rules. */
export function PartyAccountPage() {
  const { t } = useTranslation('finance')
  const { partyId } = route.useParams()
  const { month = thisMonth() } = route.useSearch()
  const navigate = useNavigate({ from: '/finance/accounts/$partyId' })
  const query = useQuery(api.account.of.queryOptions({ partyId, month }))
  return (
    <Page
      title={query.data?.partyName ?? t('partyAccount.title')}
      lead={t('partyAccount.lead')}
      back={
        <Link to="/finance/payouts">
          <Icon name="back" size={16} />
          {t('payouts.title')}
        </Link>
      }
    >
      <AccountStatement
        query={query}
        month={month}
        partyId={partyId}
        onMonth={next => navigate({ search: { month: next } })}
      />
    </Page>
  )
}
