import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { GoodsList } from '#features/channels/goods-list.tsx'
import { UploadDialog } from '#features/channels/upload-dialog.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Row = Outputs['channels']['ordersForStreamer']['rows'][number]
const VIEWS = ['orders', 'goods', 'mapped'] as const

/** What a streamer sold in rooms of other platforms, and what still waits for him to say which piece it is. */
export function RoomsPage() {
  const { t } = useTranslation('channel')
  const { view = 'orders' } = useSearch({ from: '/workspace/other-rooms' })
  const navigate = useNavigate({ from: '/other-rooms' })
  const [uploading, setUploading] = useState(false)
  return (
    <Page
      title={t('rooms.title')}
      lead={t('rooms.lead')}
      actions={
        <Button kind="primary" icon="upload" onClick={() => setUploading(true)}>
          {t('upload.open')}
        </Button>
      }
    >
      <Waiting />
      <Tabs
        label={t('rooms.view')}
        value={view}
        options={VIEWS.map(value => ({ value, label: t(`rooms.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'orders' ? undefined : value } })}
      />
      {view === 'orders' ? <Orders /> : <GoodsList side="streamer" mapped={view === 'mapped'} />}
      {uploading ? <UploadDialog onClose={() => setUploading(false)} /> : null}
    </Page>
  )
}

function Waiting() {
  const { t } = useTranslation('channel')
  const { view } = useSearch({ from: '/workspace/other-rooms' })
  const navigate = useNavigate({ from: '/other-rooms' })
  const { data } = useQuery(api.channels.ordersForStreamer.queryOptions({ limit: 1 }))
  if (!data || data.waiting.unmapped + data.waiting.stuck === 0) return null
  return (
    <Notice
      tone="warning"
      action={
        data.waiting.unmapped > 0 && view !== 'goods' ? (
          <Button onClick={() => navigate({ search: { view: 'goods' } })}>{t('rooms.name')}</Button>
        ) : null
      }
    >
      {data.waiting.unmapped > 0 ? t('rooms.unmapped', { count: data.waiting.unmapped }) : ''}{' '}
      {data.waiting.stuck > 0 ? t('rooms.stuck', { count: data.waiting.stuck }) : ''}
    </Notice>
  )
}

function Orders() {
  const { t } = useTranslation('channel')
  const query = usePages(api.channels.ordersForStreamer.queryKey({}), cursor =>
    server.channels.ordersForStreamer.query({ cursor }),
  )
  const columns: Column<Row>[] = [
    {
      key: 'order',
      title: t('rooms.column.order'),
      heading: true,
      cell: row => (
        <span className="stack-tight">
          <span>{row.title}</span>
          <span className="small secondary mono">{row.channelNo}</span>
        </span>
      ),
    },
    { key: 'outcome', title: t('rooms.column.outcome'), cell: row => <Outcome row={row} /> },
    { key: 'paid', title: t('rooms.column.paid'), align: 'end', cell: row => <Money fen={row.paidFen} /> },
    {
      key: 'back',
      title: t('rooms.column.back'),
      align: 'end',
      cell: row => <Money fen={row.refundedFen} />,
    },
    {
      key: 'ours',
      title: t('rooms.column.ours'),
      cell: row => <span className="mono small">{row.orderNo ?? '–'}</span>,
    },
    { key: 'at', title: t('rooms.column.at'), cell: row => <DateText at={row.updatedAt} /> },
  ]
  return (
    <PagedList
      query={query}
      caption={t('rooms.title')}
      columns={columns}
      rowKey={row => row.id}
      empty={
        <EmptyState icon="order" title={t('rooms.none')}>
          {t('rooms.noneBody')}
        </EmptyState>
      }
    />
  )
}

const LOOKS = {
  sold: { tone: 'success', shape: 'live' },
  lost: { tone: 'danger', shape: 'refused' },
  nothing: { tone: 'neutral', shape: 'off' },
} as const

function Outcome({ row }: { row: Row }) {
  const { t } = useTranslation('channel')
  const outcome = row.outcome ?? 'nothing'
  return (
    <div className="stack-tight">
      <div>
        <StatusTag {...LOOKS[outcome]}>{t(`outcome.${outcome}`)}</StatusTag>
      </div>
      {row.outcome === 'sold' && !row.isConfirmed ? (
        <span className="small secondary">{t('outcome.unconfirmed')}</span>
      ) : null}
    </div>
  )
}
