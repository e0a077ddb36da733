import { BOOK_ACCOUNTS } from '@haowu/shared/reconciliation.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { DifferenceCauses } from '#features/reconciliation/difference-causes.tsx'
import { DifferencesView } from '#features/reconciliation/differences-view.tsx'
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

/** Statements on the left, books on the right, and between them what belongs together and why. */
export function WorkbenchPage() {
  const { t } = useTranslation('reconcile')
  const { account = 'A:CHANNEL', view = 'lines' } = useSearch({ from: '/workspace/finance/reconciliation' })
  const navigate = useNavigate({ from: '/finance/reconciliation' })
  const difference = useQuery(api.reconciliation.difference.queryOptions({ account }))
  const waiting = useQuery(api.reconciliation.waiting.queryOptions())
  const own = waiting.data?.find(each => each.account === account)
  const countOf = (of: string) => {
    const found = waiting.data?.find(each => each.account === of)
    return found ? found.differences + found.suggestions : 0
  }
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
      <Tabs
        label={t('account')}
        value={account}
        options={BOOK_ACCOUNTS.map(value => ({
          value,
          label: labelled(t(`accounts.${value.slice(2) as 'CHANNEL'}`), countOf(value)),
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
          label: labelled(
            t(`views.${value}`),
            value === 'differences' || value === 'suggestions' ? (own?.[value] ?? 0) : 0,
          ),
        }))}
        onChange={value => navigate({ search: search => ({ ...search, view: value }) })}
      />
      {view === 'lines' ? <LinesView key={account} account={account} /> : null}
      {view === 'suggestions' ? <MatchesView account={account} state="suggested" /> : null}
      {view === 'differences' ? <DifferencesView account={account} /> : null}
      {view === 'matched' ? <MatchesView account={account} /> : null}
    </Page>
  )
}

/** What waits for a person stands behind the name; nothing stands for nothing. */
function labelled(name: string, count: number): string {
  return count > 0 ? `${name} ${count}` : name
}
