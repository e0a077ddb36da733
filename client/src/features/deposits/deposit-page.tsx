import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
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
import { TopUpDialog } from '#features/deposits/top-up-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

const LOOK_AGAIN_MS = 5_000

/** The party's deposit: what is due and why, what happens if it stays short, what is held, kept and moved, and the way out. */
export function DepositPage() {
  const { t } = useTranslation('deposits')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const { month = thisMonth() } = useSearch({ from: '/workspace/deposit' })
  const navigate = useNavigate({ from: '/deposit' })
  const [toppingUp, setToppingUp] = useState(false)
  // A pay-in is credited when the provider calls back, a moment after the payer has come back from its page.
  const query = useQuery({ ...api.deposits.get.queryOptions(), refetchInterval: LOOK_AGAIN_MS })
  const leaving = useQuery({ ...api.deposits.exit.queryOptions(), refetchInterval: 15_000 })
  // Balance and statement tell of the same pay-in; a month that is over does not change.
  const statement = useQuery({
    ...api.deposits.statement.queryOptions({ month }),
    refetchInterval: month === thisMonth() && LOOK_AGAIN_MS,
  })
  const isLeaving = leaving.data?.exit !== undefined && leaving.data.exit.state !== 'cancelled'
  // What is short says so itself, with the button beside it.
  const isShort = query.data !== undefined && (query.data.topUp !== null || BigInt(query.data.shortFen) > 0n)
  const topUp = (
    <Button kind="primary" icon="plus" onClick={() => setToppingUp(true)}>
      {t('topUp')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      lead={t(role === 'supplier' ? 'leadSupplier' : 'lead')}
      actions={isLeaving || isShort ? null : topUp}
    >
      <QueryView query={query}>
        {deposit => (
          <>
            <Ladder deposit={deposit} action={isLeaving ? null : topUp} />
            <DepositBalance deposit={deposit} />
            <DueLines due={deposit.due} balanceFen={deposit.balanceFen} />
            <Holds holds={deposit.holds} />
            <Captures captures={deposit.captures} />
          </>
        )}
      </QueryView>
      <Statement
        query={statement}
        month={month}
        onMonth={next => navigate({ search: { month: next }, resetScroll: false })}
        canExport
      />
      <QueryView query={leaving}>{data => <ExitPanel leaving={data} />}</QueryView>
      {toppingUp ? (
        <TopUpDialog shortFen={query.data?.shortFen ?? '0'} onClose={() => setToppingUp(false)} />
      ) : null}
    </Page>
  )
}
