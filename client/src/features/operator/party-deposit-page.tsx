import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Captures } from '#features/deposits/captures.tsx'
import { DepositBalance } from '#features/deposits/deposit-balance.tsx'
import { DueLines } from '#features/deposits/due-lines.tsx'
import { ExitPanel } from '#features/deposits/exit-panel.tsx'
import { Holds } from '#features/deposits/holds.tsx'
import { Ladder } from '#features/deposits/ladder.tsx'
import { Statement } from '#features/deposits/statement.tsx'
import { thisMonth } from '#app/statement-months.ts'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** One party's deposit as the party itself sees it, for who has to explain it. */
export function PartyDepositPage() {
  const { t } = useTranslation('operator')
  const { partyId } = useParams({ from: '/workspace/operator/deposits/$partyId' })
  const { month = thisMonth() } = useSearch({ from: '/workspace/operator/deposits/$partyId' })
  const navigate = useNavigate({ from: '/operator/deposits/$partyId' })
  const query = useQuery(api.deposits.read.queryOptions({ partyId }))
  const statement = useQuery(api.deposits.statementOf.queryOptions({ partyId, month }))
  return (
    <Page
      title={query.data?.party.name ?? t('deposits.title')}
      lead={t('deposits.title')}
      back={<Link to="/operator/deposits">{t('deposits.title')}</Link>}
    >
      <QueryView query={query}>
        {deposit => (
          <>
            <Ladder deposit={deposit} action={null} />
            <DepositBalance deposit={deposit} />
            <DueLines due={deposit.due} balanceFen={deposit.balanceFen} />
            <Holds holds={deposit.holds} />
            <Captures captures={deposit.captures} onDesk />
            <Statement
              query={statement}
              month={month}
              onMonth={next => navigate({ search: { month: next }, resetScroll: false })}
            />
            <ExitPanel leaving={deposit.leaving} readOnly />
          </>
        )}
      </QueryView>
    </Page>
  )
}
