import type { LiveMessage } from '@haowu/shared/live-events.ts'
import type { RoomView } from '@haowu/shared/room-view.ts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { queryClient } from '#api/query-client.ts'
import { useLiveEvents } from '#api/use-live-events.ts'
import { applyRoomEvent } from '#features/room/apply-room-event.ts'
import { readRoom } from '#features/room/read-room.ts'

export const roomKey = (roomCode: string) => ['room', roomCode]

/** What the room shows, kept up to date by its stream: an event shows at once, and the snapshot is read after it. */
export function useRoom(roomCode: string): UseQueryResult<RoomView> {
  const key = roomKey(roomCode)
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => readRoom(roomCode, signal) })
  const reread = useRereader(key)
  useLiveEvents(
    { roomCode },
    {
      onEvent(message: LiveMessage) {
        // A look under way may have begun before this event, and must not put back what it changed.
        void queryClient.cancelQueries({ queryKey: key })
        queryClient.setQueryData<RoomView>(key, room => room && (applyRoomEvent(room, message) ?? room))
        reread()
      },
      onReread: reread,
    },
  )
  return query
}

const GATHER_MS = 400

/** Many events in a moment are one look, and a crowd does not look in the same moment. */
function useRereader(key: readonly unknown[]): () => void {
  const waiting = useRef<number>(undefined)
  return () => {
    clearTimeout(waiting.current)
    const delay = GATHER_MS * (0.5 + Math.random())
    waiting.current = window.setTimeout(() => void queryClient.invalidateQueries({ queryKey: key }), delay)
  }
}
