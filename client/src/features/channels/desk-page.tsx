import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CHANNEL_STUCK_REASONS } from '@haowu/shared/channel-orders.ts'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { LinkDialog } from '#features/channels/link-dialog.tsx'
import { DESK_VIEWS } from '#features/channels/routes.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

export type Message = Outputs['channels']['messages']['rows'][number]

/** What was told of orders of other rooms and is not yet what it says, with the reason and what to do. */
export function DeskPage() {
  const { t } = useTranslation('channel')
  const { view = 'stuck' } = useSearch({ from: '/workspace/operator/other-rooms' })
  const navigate = useNavigate({ from: '/operator/other-rooms' })
  const [linking, setLinking] = useState<Message | null>(null)
  const act = useMessageAct()
  const query = usePages(api.channels.messages.queryKey({ view }), cursor =>
    server.channels.messages.query({ view, cursor }),
  )
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')}>
      <Tabs
        label={t('desk.view')}
        value={view}
        options={DESK_VIEWS.map(value => ({ value, label: t(`desk.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'stuck' ? undefined : value } })}
      />
      <MutationError error={act.error} />
      <PagedList
        query={query}
        caption={t('desk.title')}
        columns={useColumns({ act, onLink: setLinking })}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="check" title={t('desk.none')}>
            {t('desk.noneBody')}
          </EmptyState>
        }
      />
      {linking ? <LinkDialog message={linking} onClose={() => setLinking(null)} /> : null}
    </Page>
  )
}

interface MessageAct {
  messageId: string
  act: 'retry' | 'discard'
}

function useMessageAct() {
  const { t } = useTranslation('channel')
  return useMutation({
    mutationFn: async ({ messageId, act }: MessageAct): Promise<void> => {
      await server.channels[act].mutate({ messageId })
    },
    onSuccess: async (_, { act }) => {
      showToast(t(`desk.done_${act}`))
      await queryClient.invalidateQueries({ queryKey: api.channels.pathKey() })
    },
  })
}

type ColumnWishes = { act: ReturnType<typeof useMessageAct>; onLink: (row: Message) => void }

function useColumns({ act, onLink }: ColumnWishes): Column<Message>[] {
  const { t } = useTranslation('channel')
  return [
    {
      key: 'order',
      title: t('desk.column.order'),
      heading: true,
      cell: row => (
        <span className="stack-tight">
          <span>{row.title}</span>
          <span className="small secondary">
            <span className="mono">{row.orderNo}</span> · {t(`desk.source.${row.source}`)}
            {row.partyName === null ? '' : ` · ${row.partyName}`}
          </span>
        </span>
      ),
    },
    { key: 'why', title: t('desk.column.why'), cell: row => <Why row={row} /> },
    { key: 'paid', title: t('rooms.column.paid'), align: 'end', cell: row => <Money fen={row.totalFen} /> },
    { key: 'at', title: t('desk.column.at'), cell: row => <DateText at={row.receivedAt} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('desk.column.act')}</span>,
      actions: true,
      cell: row => <Acts row={row} act={act} onLink={onLink} />,
    },
  ]
}

function Acts({ row, act, onLink }: ColumnWishes & { row: Message }) {
  const { t } = useTranslation('channel')
  const isStuck = row.state === 'stuck'
  if (!isStuck && row.state !== 'unmapped') return null
  return (
    <div className="row">
      {row.reason === 'streamer_unknown' && row.distributorId !== null ? (
        <Button size="small" kind="primary" onClick={() => onLink(row)}>
          {t('desk.link')}
        </Button>
      ) : null}
      {isStuck ? (
        <Button size="small" onClick={() => act.mutate({ messageId: row.id, act: 'retry' })}>
          {t('desk.retry')}
        </Button>
      ) : null}
      <ConfirmButton
        size="small"
        kind="quiet"
        words={t('desk.sure', { no: row.orderNo })}
        onConfirm={() => act.mutate({ messageId: row.id, act: 'discard' })}
      >
        {t('desk.discard')}
      </ConfirmButton>
    </div>
  )
}

function Why({ row }: { row: Message }) {
  const { t } = useTranslation('channel')
  const reason = CHANNEL_STUCK_REASONS.find(each => each === row.reason)
  if (row.state === 'stuck' && reason) return <>{t(`reason.${reason}`)}</>
  return <>{t(`message.${row.state}`)}</>
}
