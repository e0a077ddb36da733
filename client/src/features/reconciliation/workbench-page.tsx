import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { countedLabel } from '#features/reconciliation/counted-label.ts'
import { DifferenceCauses } from '#features/reconciliation/difference-causes.tsx'
import { DifferencesView } from '#features/reconciliation/differences-view.tsx'
import {
  firstWaitingAccount,
  type Waiting,
  waitingIn,
} from '#features/reconciliation/first-waiting-account.ts'
import { LinesView } from '#features/reconciliation/lines-view.tsx'
import { MatchesView } from '#features/reconciliation/matches-view.tsx'
import { ReconciliationNav } from '#features/reconciliation/reconciliation-nav.tsx'
import { WORKBENCH_VIEWS } from '#features/reconciliation/workbench-routes.ts'
import { Button } from '#ui/button.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import './workbench.css'

type View = (typeof WORKBENCH_VIEWS)[number]

/** Statements on the left, books on the right, and between them what belongs together and why. */
export function WorkbenchPage() {
  const { t } = useTranslation('reconcile')
  const { account, view = 'lines' } = useSearch({ from: '/workspace/finance/reconciliation' })
  const waiting = useQuery(api.reconciliation.waiting.queryOptions())
  const run = useMutation(
    api.reconciliation.run.mutationOptions({
      onSuccess: async ({ matched }) => {
        showToast(t('ran', { count: matched }))
        await queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })
      },
    }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button icon="swap" busy={run.isPending} onClick={() => run.mutate()}>
          {t('run')}
        </Button>
      }
    >
      <ReconciliationNav />
      {account ? (
        <AccountWorkbench account={account} view={view} waiting={waiting.data ?? []} />
      ) : (
        <QueryView query={waiting} lines={10}>
          {found => (
            // Named in the address from then on: the account in hand stays while what waits in it is worked off.
            <Navigate
              from="/finance/reconciliation"
              to="/finance/reconciliation"
              search={now => ({ ...now, account: firstWaitingAccount(found, view) })}
              replace
            />
          )}
        </QueryView>
      )}
    </Page>
  )
}

function AccountWorkbench({
  account,
  view,
  waiting,
}: {
  account: BookAccount
  view: View
  waiting: Waiting[]
}) {
  const { t } = useTranslation('reconcile')
  const navigate = useNavigate({ from: '/finance/reconciliation' })
  const difference = useQuery(api.reconciliation.difference.queryOptions({ account }))
  const of = (value: BookAccount) => waiting.find(each => each.account === value)
  const countOf = (value: BookAccount) => {
    const found = of(value)
    return found ? waitingIn(found) : 0
  }
  return (
    <>
      <Tabs
        label={t('account')}
        value={account}
        options={BOOK_ACCOUNTS.map(value => ({
          value,
          label: countedLabel(t(`accounts.${value.slice(2) as 'CHANNEL'}`), countOf(value)),
        }))}
        onChange={value => navigate({ search: search => ({ ...search, account: value }) })}
      />
      <QueryView query={difference} lines={2}>
        {read => <DifferenceCauses difference={read} />}
      </QueryView>
      <Tabs
        label={t('view')}
        value={view}
        options={WORKBENCH_VIEWS.map(value => ({
          value,
          label: countedLabel(t(`views.${value}`), value === 'matched' ? 0 : (of(account)?.[value] ?? 0)),
        }))}
        onChange={value => navigate({ search: search => ({ ...search, view: value }) })}
      />
      {view === 'lines' ? <LinesView key={account} account={account} /> : null}
      {view === 'suggestions' ? <MatchesView account={account} state="suggested" /> : null}
      {view === 'differences' ? <DifferencesView account={account} /> : null}
      {view === 'matched' ? <MatchesView account={account} /> : null}
    </>
  )
}
