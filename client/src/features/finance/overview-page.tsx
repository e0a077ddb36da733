import { ACCOUNT_KINDS_OF_CHART } from '@haowu/shared/ledger.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { DemoClock } from '#app/demo-clock.tsx'
import { useAccountName } from '#features/finance/account-name.ts'
import { ProvePanel } from '#features/finance/prove-panel.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './overview.css'

type Overview = Outputs['finance']['overview']
type Group = Overview['groups'][number]

/** All money at one instant: what we hold, whose it is, that both agree, and what waits for somebody. */
export function OverviewPage() {
  const { t } = useTranslation('finance')
  const query = useQuery(api.finance.overview.queryOptions())
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')}>
      <QueryView query={query} lines={10}>
        {overview => (
          <>
            <Waiting waiting={overview.waiting} />
            <Balance overview={overview} />
            <Accounts groups={overview.groups} />
          </>
        )}
      </QueryView>
      <ProvePanel />
      <DemoClock />
    </Page>
  )
}

/** Each figure leads to where it is dealt with. */
function Waiting({ waiting }: { waiting: Overview['waiting'] }) {
  const { t } = useTranslation('finance')
  const figure = (key: keyof Overview['waiting'], link?: ReactNode) => (
    <div className="figure">
      <dt>{t(`waiting.${key}`)}</dt>
      <dd className="numeric">{waiting[key] > 0 && link ? link : waiting[key]}</dd>
    </div>
  )
  return (
    <dl className="figures overview-figures">
      {figure('payoutsToApprove', <Link to="/finance/payouts">{waiting.payoutsToApprove}</Link>)}
      {figure('batchesToApprove', <Link to="/finance/batches">{waiting.batchesToApprove}</Link>)}
      {figure('adjustmentsToApprove', <Link to="/finance/adjustments">{waiting.adjustmentsToApprove}</Link>)}
      {figure(
        'differences',
        <Link to="/finance/reconciliation" search={{ view: 'differences' }}>
          {waiting.differences}
        </Link>,
      )}
      {figure(
        'payoutsInFlight',
        <Link to="/finance/payouts" search={{ view: 'moving' }}>
          {waiting.payoutsInFlight}
        </Link>,
      )}
      {figure('unsplitOrders', <Link to="/finance/orders">{waiting.unsplitOrders}</Link>)}
      {figure('openRefunds')}
      {figure('receivables', <Link to="/finance/receivables">{waiting.receivables}</Link>)}
    </dl>
  )
}

function Balance({ overview }: { overview: Overview }) {
  const { t } = useTranslation('finance')
  const agrees = overview.debitFen === overview.creditFen
  return (
    <section className="panel stack" aria-labelledby="balance">
      <div className="row">
        <h2 id="balance">{t('overview.balance')}</h2>
        <span className="tag" data-tone={agrees ? 'success' : 'danger'}>
          <Icon name={agrees ? 'check' : 'warning'} size={12} />
          {t(agrees ? 'overview.agrees' : 'overview.disagrees')}
        </span>
      </div>
      <Side side="debit" groups={overview.groups} totalFen={overview.debitFen} />
      {overview.groups.some(group => group.kind === 'A:BANK' && BigInt(group.balanceFen) < 0n) ? (
        <p className="small secondary">{t('overview.bankNegative')}</p>
      ) : null}
      <Side side="credit" groups={overview.groups} totalFen={overview.creditFen} />
    </section>
  )
}

function Side({ side, groups, totalFen }: { side: 'debit' | 'credit'; groups: Group[]; totalFen: string }) {
  const { t } = useTranslation('finance')
  const accountName = useAccountName()
  const parts = groups
    .filter(group => group.side === side && group.balanceFen !== '0')
    .map(group => ({ key: group.kind, label: accountName(group.kind), fen: group.balanceFen }))
  return (
    <div className="stack-tight">
      <h3>
        {t(`overview.${side}`)} <Money fen={totalFen} />
      </h3>
      {parts.length > 0 ? <PartsBar parts={parts} /> : <p className="secondary">{t('overview.nothing')}</p>}
    </div>
  )
}

function Accounts({ groups }: { groups: Group[] }) {
  const { t } = useTranslation('finance')
  const accountName = useAccountName()
  const columns: Column<Group>[] = [
    {
      key: 'name',
      title: t('accounts.name'),
      heading: true,
      cell: group => (
        <Link
          to="/finance/ledger"
          search={{ account: ACCOUNT_KINDS_OF_CHART.find(kind => kind === group.kind) }}
          className="row-link"
        >
          {accountName(group.kind)}
        </Link>
      ),
    },
    { key: 'code', title: t('accounts.code'), cell: group => <span className="mono">{group.kind}</span> },
    { key: 'side', title: t('accounts.side'), cell: group => t(`accounts.${group.side}`) },
    { key: 'count', title: t('accounts.count'), align: 'end', cell: group => group.accounts },
    {
      key: 'balance',
      title: t('accounts.balance'),
      align: 'end',
      cell: group => <Money fen={group.balanceFen} />,
    },
  ]
  return (
    <section className="stack" aria-labelledby="accounts">
      <h2 id="accounts">{t('accounts.title')}</h2>
      <DataTable
        caption={t('accounts.title')}
        columns={columns}
        rows={groups.filter(group => group.accounts > 0)}
        rowKey={group => group.kind}
      />
    </section>
  )
}
