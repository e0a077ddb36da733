import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { MapDialog } from '#features/channels/map-dialog.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type Goods = Outputs['channels']['listingsForSupplier']['rows'][number]
export type Side = 'supplier' | 'streamer'

const LISTS = {
  supplier: api.channels.listingsForSupplier,
  streamer: api.channels.listingsForStreamer,
} as const
const FETCH = {
  supplier: server.channels.listingsForSupplier,
  streamer: server.channels.listingsForStreamer,
} as const

/** Goods as their platform names them, and which piece each is, or a way to say so. */
export function GoodsList({ side, mapped }: { side: Side; mapped: boolean }) {
  const { t } = useTranslation('channel')
  const [naming, setNaming] = useState<Goods | null>(null)
  const query = usePages(LISTS[side].queryKey({ mapped }), cursor => FETCH[side].query({ mapped, cursor }))
  return (
    <>
      <PagedList
        query={query}
        caption={t('goods.title')}
        columns={useColumns({ side, mapped, onName: setNaming })}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="link" title={t(mapped ? 'goods.noneMapped' : 'goods.none')}>
            {t(mapped ? 'goods.noneMappedBody' : 'goods.noneBody')}
          </EmptyState>
        }
      />
      {naming ? <MapDialog side={side} goods={naming} onClose={() => setNaming(null)} /> : null}
    </>
  )
}

type ColumnWishes = { side: Side; mapped: boolean; onName: (goods: Goods) => void }

function useColumns({ side, mapped, onName }: ColumnWishes): Column<Goods>[] {
  const { t } = useTranslation('channel')
  const streamer: Column<Goods> = {
    key: 'streamer',
    title: t('goods.column.streamer'),
    cell: row => row.streamerName ?? '–',
  }
  return [
    {
      key: 'goods',
      title: t('goods.column.goods'),
      heading: true,
      cell: row => (
        <span className="stack-tight">
          <span>{row.title}</span>
          <span className="small secondary mono">
            {row.goodsNo}
            {row.skuNo === '' ? '' : ` / ${row.skuNo}`}
          </span>
        </span>
      ),
    },
    { key: 'price', title: t('goods.column.price'), align: 'end', cell: row => <Money fen={row.priceFen} /> },
    // A streamer sees his own goods alone.
    ...(side === 'supplier' ? [streamer] : []),
    mapped
      ? { key: 'item', title: t('goods.column.item'), cell: row => <Piece goods={row} /> }
      : {
          key: 'waiting',
          title: t('goods.column.waiting'),
          align: 'end',
          cell: row => <span className="numeric">{t('goods.waiting', { count: row.waiting })}</span>,
        },
    mapped
      ? { key: 'state', title: t('goods.column.state'), cell: row => <ListingState goods={row} /> }
      : {
          key: 'actions',
          title: <span className="visually-hidden">{t('goods.name')}</span>,
          actions: true,
          cell: row => (
            <Button size="small" kind="primary" onClick={() => onName(row)}>
              {t('goods.name')}
            </Button>
          ),
        },
  ]
}

function Piece({ goods }: { goods: Goods }) {
  return (
    <span className="stack-tight">
      <span>{goods.itemTitle}</span>
      <span className="small secondary mono">{goods.itemSku}</span>
    </span>
  )
}

const LOOKS = {
  open: { tone: 'success', shape: 'live' },
  closing: { tone: 'warning', shape: 'waiting' },
  closed: { tone: 'neutral', shape: 'off' },
  refused: { tone: 'danger', shape: 'refused' },
} as const

function ListingState({ goods }: { goods: Goods }) {
  const { t } = useTranslation('channel')
  const state = goods.state as keyof typeof LOOKS
  return (
    <div className="stack-tight">
      <div>
        <StatusTag {...LOOKS[state]}>{t(`listing.${state}`)}</StatusTag>
      </div>
      {goods.answer === null ? null : (
        <span className="small">{t('listing.answer', { words: goods.answer })}</span>
      )}
    </div>
  )
}
