import type { LiveMessage } from '@haowu/shared/live-events.ts'
import type { RoomView } from '@haowu/shared/room-view.ts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { HeardSince } from '#api/heard-since.ts'
import { queryClient } from '#api/query-client.ts'
import { useLiveEvents } from '#api/use-live-events.ts'
import { useRereader } from '#api/use-rereader.ts'
import { applyRoomEvent } from '#features/room/apply-room-event.ts'
import { readRoom } from '#features/room/read-room.ts'
import { roomNow } from '#features/room/room-clock.ts'
import { nextLapseMs, nextLookMs, withoutLapsed } from '#features/room/without-lapsed.ts'

export const roomKey = (roomCode: string) => ['room', roomCode]

/** What the room shows, kept up to date by its stream: an event shows at once, and the snapshot is read after it. */
export function useRoom(roomCode: string): UseQueryResult<RoomView> {
  const key = roomKey(roomCode)
  const heard = useMemo(() => new HeardSince(applyRoomEvent), [])
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      withoutLapsed(await heard.read(() => readRoom(roomCode, signal)), roomNow()),
  })
  const reread = useRereader(key)
  useLiveEvents(
    { roomCode },
    {
      onEvent(message: LiveMessage) {
        heard.hear(message)
        queryClient.setQueryData<RoomView>(key, room => room && (applyRoomEvent(room, message) ?? room))
        reread()
      },
      onReread: reread,
    },
  )
  useLapses(roomCode, query.data)
  useLooks(query.data, reread)
  return query
}

/** Looks again once a payment's time is over: the piece is free from then on, whoever is late in telling so. */
function useLooks(room: RoomView | undefined, reread: () => void): void {
  useEffect(() => {
    const wait = room && nextLookMs(room, roomNow())
    if (wait === undefined) return
    const timer = setTimeout(reread, wait)
    return () => clearTimeout(timer)
  }, [room, reread])
}

/** Takes a piece off the screen in the moment it lapses. */
function useLapses(roomCode: string, room: RoomView | undefined): void {
  useEffect(() => {
    const wait = room && nextLapseMs(room, roomNow())
    if (wait === undefined) return
    const timer = setTimeout(() => {
      queryClient.setQueryData<RoomView>(roomKey(roomCode), shown => shown && withoutLapsed(shown, roomNow()))
    }, wait)
    return () => clearTimeout(timer)
  }, [roomCode, room])
}
