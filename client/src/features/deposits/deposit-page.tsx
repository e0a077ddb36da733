import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { TopUpDialog } from '#features/deposits/top-up-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Deposit = Outputs['deposits']['get']

/** The party's deposit: what is there, what is held for which item, what is due and why. */
export function DepositPage() {
  const { t } = useTranslation('deposits')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const [toppingUp, setToppingUp] = useState(false)
  // A pay-in is credited when the provider calls back, a moment after the payer has come back from its page.
  const query = useQuery({ ...api.deposits.get.queryOptions(), refetchInterval: 5_000 })
  return (
    <Page
      title={t('title')}
      lead={t(role === 'supplier' ? 'leadSupplier' : 'lead')}
      actions={
        <Button kind="primary" icon="plus" onClick={() => setToppingUp(true)}>
          {t('topUp')}
        </Button>
      }
    >
      <QueryView query={query}>
        {deposit => <DepositView deposit={deposit} onTopUp={() => setToppingUp(true)} />}
      </QueryView>
      {toppingUp ? (
        <TopUpDialog shortFen={query.data?.shortFen ?? '0'} onClose={() => setToppingUp(false)} />
      ) : null}
    </Page>
  )
}

function DepositView({ deposit, onTopUp }: { deposit: Deposit; onTopUp: () => void }) {
  const { t } = useTranslation('deposits')
  return (
    <>
      {BigInt(deposit.shortFen) > 0n ? (
        <Notice
          tone="warning"
          title={
            <>
              {t('short')} <Money fen={deposit.shortFen} />
            </>
          }
          action={
            <Button size="small" onClick={onTopUp}>
              {t('topUp')}
            </Button>
          }
        >
          {t('shortBody')}
        </Notice>
      ) : null}
      <section className="panel stack" aria-labelledby="balance">
        <h2 id="balance">
          {t('balance')} <Money fen={deposit.balanceFen} />
        </h2>
        <PartsBar
          parts={[
            { key: 'free', label: t('free'), note: t('freeNote'), fen: deposit.freeFen },
            { key: 'held', label: t('held'), note: t('heldNote'), fen: deposit.heldFen },
          ]}
        />
      </section>
      <Due due={deposit.due} />
      <section className="stack" aria-labelledby="holds">
        <h2 id="holds">{t('holds')}</h2>
        <Holds holds={deposit.holds} />
      </section>
    </>
  )
}

function Due({ due }: { due: Deposit['due'] }) {
  const { t } = useTranslation('deposits')
  const rows = [
    { key: 'base', fen: due.base.amountFen, rule: t('ruleVersion', { version: due.base.ruleVersion }) },
    {
      key: 'floating',
      fen: due.floating.amountFen,
      rule: t('ruleVersion', { version: due.floating.ruleVersion }),
    },
    { key: 'exposure', fen: due.exposure.amountFen, rule: '–' },
  ] as const
  return (
    <section className="stack" aria-labelledby="due">
      <div>
        <h2 id="due">
          {t('due')} <Money fen={due.dueFen} />
        </h2>
        <p className="secondary">{t('dueLead')}</p>
      </div>
      <DataTable
        caption={t('due')}
        rowKey={row => row.key}
        rows={[...rows]}
        columns={[
          {
            key: 'why',
            title: t('dueWhy'),
            heading: true,
            cell: row => (
              <span className={row.key === due.decidedBy ? 'strong' : undefined}>
                {t(`dueBy.${row.key}`)}
                {row.key === due.decidedBy ? ` · ${t('decides')}` : ''}
              </span>
            ),
          },
          { key: 'rule', title: t('rule'), cell: row => row.rule },
          { key: 'fen', title: t('amount'), align: 'end', cell: row => <Money fen={row.fen} /> },
        ]}
      />
    </section>
  )
}

type Hold = Deposit['holds'][number]

function Holds({ holds }: { holds: Hold[] }) {
  const { t } = useTranslation('deposits')
  const columns: Column<Hold>[] = [
    { key: 'item', title: t('item'), heading: true, cell: hold => hold.itemTitle },
    { key: 'since', title: t('since'), cell: hold => <DateText at={hold.createdAt} /> },
    { key: 'until', title: t('until'), cell: hold => <DateText at={hold.until} /> },
    { key: 'amount', title: t('amount'), align: 'end', cell: hold => <Money fen={hold.amountFen} /> },
  ]
  if (holds.length === 0)
    return (
      <EmptyState icon="deposit" title={t('noHolds')}>
        {t('noHoldsBody')}
      </EmptyState>
    )
  return <DataTable caption={t('holds')} columns={columns} rows={holds} rowKey={hold => hold.liveHoldId} />
}
