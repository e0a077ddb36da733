import { AFTER_SALE_VIEWS, type AfterSaleView } from '@haowu/shared/after-sale-views.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import type { PagesOf } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['afterSales']['list']['rows'][number]
type Place = '/after-sales/$afterSaleId' | '/operator/after-sales/$afterSaleId'

type Props = {
  query: PagesOf<Outputs['afterSales']['list']>
  view: AfterSaleView
  text: string | undefined
  to: Place
  onSearch: (next: { view?: AfterSaleView | undefined; text?: string | undefined }) => void
}

/** The same list for whoever must act: tabs by whose turn it is, and a search over numbers and titles. */
export function AfterSaleList({ query, view, text, to, onSearch }: Props) {
  const { t } = useTranslation('after-sale')
  return (
    <>
      <Tabs
        label={t('view')}
        value={view}
        options={AFTER_SALE_VIEWS.map(value => ({ value, label: t(`views.${value}`) }))}
        onChange={next => onSearch({ view: next === 'answer' ? undefined : next })}
      />
      <FilterBar
        search={
          <SearchBox
            value={text ?? ''}
            label={t('search')}
            onChange={next => onSearch({ text: next || undefined })}
          />
        }
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns(to)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="swap" title={t(view === 'answer' ? 'nothing' : 'none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
    </>
  )
}

function useColumns(to: Place): Column<Row>[] {
  const { t } = useTranslation('after-sale')
  return [
    {
      key: 'item',
      title: t('item'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <Link to={to} params={{ afterSaleId: row.id }}>
            {row.itemTitle}
          </Link>
          <span className="small secondary mono">
            {row.no} · {row.orderNo}
          </span>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: row => <StateTag of="afterSale" state={row.state} /> },
    {
      key: 'wish',
      title: t('wish'),
      cell: row => (
        <div className="stack-tight">
          <span>{t(`kind.${row.kind}`)}</span>
          <span className="small secondary">{t(`reason.${row.reason}`)}</span>
        </div>
      ),
    },
    {
      key: 'amount',
      title: t('amount'),
      align: 'end',
      cell: row => <Money fen={row.agreedFen ?? row.askedFen} />,
    },
    {
      key: 'due',
      title: t('due'),
      cell: row => (row.dueAt ? <DateText at={row.dueAt} /> : '–'),
    },
  ]
}
