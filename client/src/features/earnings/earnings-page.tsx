import { shareLineKey } from '@haowu/shared/adjustments.ts'
import { formatYuan } from '@haowu/shared/money.ts'
import { SHARE_ROLES, type ShareRole } from '@haowu/shared/settlement.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { thisMonth } from '#app/statement-months.ts'
import { AccountStatement } from '#features/earnings/account-statement.tsx'
import { EarningTag } from '#features/earnings/earning-tag.tsx'
import { PayoutDialog } from '#features/earnings/payout-dialog.tsx'
import { MyObjections } from '#features/objections/my-objections.tsx'
import { ObjectButton } from '#features/objections/object-button.tsx'
import { PayoutHistory } from '#features/earnings/payout-history.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

const ShareDialog = lazy(async () => ({
  default: (await import('#features/earnings/share-dialog.tsx')).ShareDialog,
}))

type Totals = Omit<Outputs['earnings']['get'], 'rows' | 'nextCursor'>
type Earning = Outputs['earnings']['get']['rows'][number]

/** What the party earned, what it may have paid out now, and when the rest comes. */
export function EarningsPage() {
  const { t } = useTranslation('earnings')
  const totals = useQuery(api.earnings.get.queryOptions({ limit: 1 }))
  const query = usePages(api.earnings.get.queryKey({}), cursor => server.earnings.get.query({ cursor }))
  const [asking, setAsking] = useState(false)
  const [explained, setExplained] = useState<Explained | null>(null)
  const [month, setMonth] = useState(() => thisMonth())
  const statement = useQuery(api.account.statement.queryOptions({ month }))
  const availableFen = BigInt(totals.data?.availableFen ?? '0')
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" icon="payout" disabled={availableFen <= 0n} onClick={() => setAsking(true)}>
          {t('request')}
        </Button>
      }
    >
      <QueryView query={totals} lines={3}>
        {data => <TotalsPanel totals={data} />}
      </QueryView>
      <PayoutHistory />
      <MyObjections />
      <AccountStatement query={statement} month={month} onMonth={setMonth} />
      <section className="stack" aria-labelledby="earned">
        <h2 id="earned">{t('earned')}</h2>
        <PagedList
          query={query}
          caption={t('earned')}
          columns={useColumns(setExplained)}
          rowKey={row => `${row.orderId} ${row.role}`}
          empty={
            <EmptyState icon="earnings" title={t('none')}>
              {t('noneBody')}
            </EmptyState>
          }
        />
      </section>
      {explained ? (
        <Suspense>
          <ShareDialog {...explained} onClose={() => setExplained(null)} />
        </Suspense>
      ) : null}
      {asking && totals.data ? <PayoutDialog totals={totals.data} onClose={() => setAsking(false)} /> : null}
    </Page>
  )
}

function TotalsPanel({ totals }: { totals: Totals }) {
  const { t } = useTranslation('earnings')
  return (
    <>
      {BigInt(totals.receivableFen) > 0n ? (
        <Notice
          tone="warning"
          title={
            <>
              {t('receivable')} <Money fen={totals.receivableFen} />
            </>
          }
        >
          {t('receivableNote')}
        </Notice>
      ) : null}
      <section className="panel" aria-label={t('title')}>
        <PartsBar
          parts={[
            {
              key: 'available',
              label: t('available'),
              note:
                totals.freeFen === totals.availableFen
                  ? t('availableNote')
                  : t('freeNote', { free: `¥${formatYuan(BigInt(totals.freeFen))}` }),
              fen: totals.availableFen,
            },
            { key: 'pending', label: t('pending'), note: t('pendingNote'), fen: totals.pendingFen },
            ...(BigInt(totals.reserveFen) > 0n
              ? [{ key: 'reserve', label: t('reserve'), note: t('reserveNote'), fen: totals.reserveFen }]
              : []),
            { key: 'inPayout', label: t('inPayout'), note: t('inPayoutNote'), fen: totals.inPayoutFen },
            { key: 'paid', label: t('paidOut'), note: t('paidOutNote'), fen: totals.paidFen },
          ]}
        />
      </section>
    </>
  )
}

/** A share that is looked into. */
type Explained = { orderNo: string; role: ShareRole }

function useColumns(onExplain: (share: Explained) => void): Column<Earning>[] {
  const { t } = useTranslation('earnings')
  return [
    {
      key: 'item',
      title: t('item'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <span>{row.itemTitle}</span>
          <span className="small secondary mono">{row.orderNo}</span>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: row => <EarningTag state={row.state} /> },
    { key: 'at', title: t('earnedAt'), cell: row => <DateText at={row.earnedAt} form="day" /> },
    {
      key: 'payable',
      title: t('payableAt'),
      cell: row => (row.payableAt ? <DateText at={row.payableAt} form="day" /> : '–'),
    },
    {
      key: 'estimated',
      title: t('estimated'),
      align: 'end',
      cell: row => <Money fen={row.earnedFen} />,
    },
    {
      key: 'settled',
      title: t('settled'),
      align: 'end',
      cell: row => (row.settledFen === null ? '–' : <Money fen={row.settledFen} />),
    },
    {
      key: 'clawed',
      title: t('clawed'),
      align: 'end',
      cell: row => (BigInt(row.clawedFen) > 0n ? <Money fen={-BigInt(row.clawedFen)} /> : '–'),
    },
    {
      key: 'madeGood',
      title: t('madeGood'),
      align: 'end',
      cell: row => (row.madeGoodFen === '0' ? '–' : <Money fen={row.madeGoodFen} plus />),
    },
    {
      key: 'net',
      title: t('net'),
      align: 'end',
      cell: row => (
        <span className="strong">
          <Money fen={row.netFen} />
        </span>
      ),
    },
    {
      key: 'object',
      title: <span className="visually-hidden">{t('object')}</span>,
      actions: true,
      cell: row => {
        const role = SHARE_ROLES.find(each => each === row.role)
        return role ? (
          <>
            <Button size="small" kind="quiet" onClick={() => onExplain({ orderNo: row.orderNo, role })}>
              {t('explain.open')}
            </Button>
            <ObjectButton
              line={{ of: 'share', orderNo: row.orderNo, role }}
              lineKey={shareLineKey(row)}
              facts={{ subject: row.itemTitle, orderNo: row.orderNo, amountFen: row.netFen }}
            />
          </>
        ) : null
      },
    },
  ]
}
