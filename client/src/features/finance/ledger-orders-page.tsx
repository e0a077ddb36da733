import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Order = Outputs['finance']['orders']['rows'][number]

const SHOWN_STATES = ORDER_STATES.filter(state => state !== 'checkout' && state !== 'closed')

/** Every paid order; each opens the page that explains its money to the fen. */
export function LedgerOrdersPage() {
  const { t } = useTranslation(['finance', 'state', 'common'])
  const { state, search } = useSearch({ from: '/workspace/finance/orders' })
  const navigate = useNavigate({ from: '/finance/orders' })
  const input = { ...(state && { states: [state] }), ...(search && { search }) }
  const query = usePages(api.finance.orders.queryKey(input), cursor =>
    server.finance.orders.query({ ...input, cursor }),
  )
  return (
    <Page title={t('orders.title')} lead={t('orders.lead')}>
      <Tabs
        label={t('orders.state')}
        value={state ?? 'all'}
        options={[
          { value: 'all', label: t('common:all') },
          ...SHOWN_STATES.map(value => ({ value, label: t(`state:order.${value}`) })),
        ]}
        onChange={value =>
          navigate({ search: before => ({ ...before, state: SHOWN_STATES.find(each => each === value) }) })
        }
      />
      <FilterBar
        search={
          <SearchBox
            value={search ?? ''}
            label={t('orders.search')}
            onChange={text =>
              navigate({ search: before => ({ ...before, search: text || undefined }), replace: true })
            }
          />
        }
      />
      <PagedList
        query={query}
        caption={t('orders.title')}
        columns={useColumns()}
        rowKey={order => order.orderId}
        empty={
          <EmptyState
            icon="order"
            title={t(state || search ? 'orders.noneFiltered' : 'orders.none')}
            action={
              state || search ? (
                <Button onClick={() => navigate({ search: {} })}>{t('common:clearFilters')}</Button>
              ) : null
            }
          >
            {t('orders.noneBody')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function useColumns(): Column<Order>[] {
  const { t } = useTranslation('finance')
  return [
    {
      key: 'order',
      title: t('orders.order'),
      heading: true,
      cell: order => (
        <div className="stack-tight">
          <Link to="/finance/orders/$orderNo" params={{ orderNo: order.orderNo }} className="row-link mono">
            {order.orderNo}
          </Link>
          <span className="small secondary">{order.title}</span>
        </div>
      ),
    },
    { key: 'state', title: t('orders.state'), cell: order => <StateTag of="order" state={order.state} /> },
    { key: 'supplier', title: t('orders.supplier'), cell: order => order.supplierName },
    { key: 'streamer', title: t('orders.streamer'), cell: order => order.streamerName },
    {
      key: 'paidAt',
      title: t('orders.paidAt'),
      cell: order => (order.paidAt ? <DateText at={order.paidAt} /> : '–'),
    },
    {
      key: 'matures',
      title: t('orders.maturesAt'),
      cell: order => (order.maturesAt ? <DateText at={order.maturesAt} form="day" /> : '–'),
    },
    { key: 'paid', title: t('orders.paid'), align: 'end', cell: order => <Money fen={order.paidFen} /> },
  ]
}
