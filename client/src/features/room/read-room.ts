import type { RoomView } from '@haowu/shared/room-view.ts'
import { setRoomClock } from '#features/room/room-clock.ts'

const WITHIN_MS = 10_000

/** The snapshot that everybody is told; the browser asks with the tag of what it has. Throws what the server refused with. */
export async function readRoom(roomCode: string, signal: AbortSignal): Promise<RoomView> {
  const answer = await fetch(`/api/rooms/${encodeURIComponent(roomCode)}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
  })
  const body = (await answer.json()) as unknown
  if (!answer.ok) throw (body as { error: unknown }).error
  const room = body as RoomView
  setRoomClock({ answeredAt: answer.headers.get('date'), shiftSeconds: room.clockShiftSeconds })
  return room
}
