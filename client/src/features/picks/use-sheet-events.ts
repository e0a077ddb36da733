import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { useLiveEvents } from '#api/use-live-events.ts'
import type { Session } from '#features/picks/run-sheet.ts'

/** Reads the sheet again the moment something happens in its room: sold, gone, another price, another order. */
export function useSheetEvents({ sessionId, roomCode }: Pick<Session, 'sessionId' | 'roomCode'>): void {
  const refresh = () =>
    void queryClient.invalidateQueries({ queryKey: api.sessions.get.queryKey({ sessionId }) })
  useLiveEvents({ roomCode }, { onEvent: refresh, onReread: refresh })
}
