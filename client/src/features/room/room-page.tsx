import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { StateTag } from '#app/state-tag.tsx'
import { CheckoutDialog } from '#features/room/checkout-dialog.tsx'
import { RoomItemCard } from '#features/room/room-item-card.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import '#features/catalog/numbered.css'
import './room-page.css'

const route = getRouteApi('/public/room/$roomCode')
/** How soon a viewer learns that a piece went; the server, not this page, decides who gets it. */
const LOOK_AGAIN_MS = 2_000

export type Room = Outputs['room']['get']
export type RoomItem = Room['items'][number]

/** The shop window of a live room (小黄车): public, phone first. */
export function RoomPage() {
  const { t } = useTranslation('room')
  const { roomCode } = route.useParams()
  const query = useQuery(api.room.get.queryOptions({ roomCode }, { refetchInterval: LOOK_AGAIN_MS }))
  if (query.isError && ['not_found', 'bad_request'].includes(readFailure(query.error).reason)) {
    return (
      <EmptyState alone icon="session" title={t('unknown')}>
        {t('unknownNote')}
      </EmptyState>
    )
  }
  return <QueryView query={query}>{room => <RoomView room={room} roomCode={roomCode} />}</QueryView>
}

function RoomView({ room, roomCode }: { room: Room; roomCode: string }) {
  const { t } = useTranslation('room')
  const [buying, setBuying] = useState<RoomItem | null>(null)
  // What the form was opened for may go while it is filled in, and may come back.
  const now = buying && room.items.find(({ itemId }) => itemId === buying.itemId)
  const left = room.items.filter(item => item.standing === 'on_sale').length
  return (
    <Page
      title={room.title}
      lead={
        <>
          <StateTag of="session" state={room.state} /> {room.streamerName} · <DateText at={room.startsAt} />
        </>
      }
    >
      <div className="stack">
        {room.state === 'ended' || room.state === 'cancelled' ? (
          <Notice tone="neutral" title={t('over')}>
            {t('overNote')}
          </Notice>
        ) : (
          <p className="secondary" aria-live="polite">
            {t('left', { count: left })}
          </p>
        )}
        {room.items.length === 0 ? (
          <EmptyState icon="items" title={t('empty')}>
            {t('emptyNote')}
          </EmptyState>
        ) : (
          <ol className="room-items">
            {room.items.map(item => (
              <RoomItemCard key={item.itemId} item={item} roomCode={roomCode} onBuy={() => setBuying(item)} />
            ))}
          </ol>
        )}
      </div>
      {buying ? (
        <CheckoutDialog
          item={buying}
          standing={now ? now.standing : 'sold'}
          roomCode={roomCode}
          onClose={() => setBuying(null)}
        />
      ) : null}
    </Page>
  )
}
