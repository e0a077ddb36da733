import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'
import { StateTag } from '#app/state-tag.tsx'
import { arrangeRoom } from '#features/room/arrange-room.ts'
import { RoomItemCard } from '#features/room/room-item-card.tsx'
import { RoomNotice } from '#features/room/room-notice.tsx'
import { ShareRoom } from '#features/room/share-room.tsx'
import { useOwnOrders } from '#features/room/use-own-orders.ts'
import { useRoom } from '#features/room/use-room.ts'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import '#features/catalog/numbered.css'
import './room-page.css'

/** Most who look do not buy; who does has the form by the time he has decided. */
const CheckoutDialog = lazy(async () => ({
  default: (await import('#features/room/checkout-dialog.tsx')).CheckoutDialog,
}))

const OwnOrdersNotice = lazy(async () => ({
  default: (await import('#features/room/own-orders-notice.tsx')).OwnOrdersNotice,
}))

const route = getRouteApi('/public/room/$roomCode')

/** The shop window of a live room (小黄车): public, phone first. */
export function RoomPage() {
  const { t } = useTranslation('room')
  const { roomCode } = route.useParams()
  const query = useRoom(roomCode)
  if (query.isError && readFailure(query.error).reason === 'not_found') {
    return (
      <EmptyState alone icon="session" title={t('unknown')}>
        {t('unknownNote')}
      </EmptyState>
    )
  }
  return <QueryView query={query}>{room => <Room room={room} roomCode={roomCode} />}</QueryView>
}

function Room({ room, roomCode }: { room: RoomView; roomCode: string }) {
  const { t } = useTranslation('room')
  const [buying, setBuying] = useState<RoomPiece | null>(null)
  const own = useOwnOrders(roomCode, () => setBuying(null))
  const over = room.state === 'ended' || room.state === 'cancelled'
  const { now, next, others, sold } = arrangeRoom(room.items)
  const parts = [
    { name: 'now', pieces: now ? [now] : [] },
    { name: 'next', pieces: next ? [next] : [] },
    { name: now ? 'others' : 'all', pieces: others },
    { name: 'sold', pieces: sold },
  ] as const
  return (
    <Page
      title={room.title}
      lead={
        <>
          <StateTag of="session" state={room.state} /> {room.streamerName} · <DateText at={room.startsAt} />
        </>
      }
      actions={<ShareRoom title={room.title} />}
    >
      <div className="stack">
        {own.length > 0 ? (
          <Suspense>
            <OwnOrdersNotice orders={own} />
          </Suspense>
        ) : null}
        <RoomNotice room={room} />
        {room.items.length === 0 ? (
          <EmptyState icon="items" title={t('empty')}>
            {t(over ? 'emptyOver' : 'emptyNote')}
          </EmptyState>
        ) : null}
        {parts.map(({ name, pieces }) =>
          pieces.length === 0 ? null : (
            <section key={name} className="stack-tight" aria-labelledby={`part-${name}`}>
              <h2 id={`part-${name}`}>{t(`part.${name}`)}</h2>
              <ol className="room-items">
                {pieces.map(item => (
                  <RoomItemCard
                    key={item.itemId}
                    {...{ item, roomCode, over }}
                    own={own.find(({ itemId }) => itemId === item.itemId)}
                    onBuy={() => setBuying(item)}
                  />
                ))}
              </ol>
            </section>
          ),
        )}
      </div>
      {buying ? (
        <Suspense>
          <CheckoutDialog
            key={buying.itemId}
            {...{ item: buying, room, roomCode }}
            onChoose={setBuying}
            onClose={() => setBuying(null)}
          />
        </Suspense>
      ) : null}
    </Page>
  )
}
