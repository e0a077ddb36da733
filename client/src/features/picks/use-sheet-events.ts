import type { LiveMessage } from '@haowu/shared/live-events.ts'
import { useEffect } from 'react'
import { api } from '#api/api.ts'
import type { HeardSince } from '#api/heard-since.ts'
import { queryClient } from '#api/query-client.ts'
import { useLiveEvents } from '#api/use-live-events.ts'
import { useRereader } from '#api/use-rereader.ts'
import { applySheetEvent } from '#features/picks/apply-sheet-event.ts'
import type { Session } from '#features/picks/run-sheet.ts'

const LONGEST_MS = 86_400_000

/** Shows the moment it happens what happens in the sheet's room, and what runs out by the clock; then reads the sheet again. */
export function useSheetEvents(session: Session, heard: HeardSince<Session>): void {
  const { sessionId, roomCode } = session
  const queryKey = api.sessions.get.queryKey({ sessionId })
  const reread = useRereader(queryKey)
  useLiveEvents(
    { roomCode },
    {
      onEvent(message: LiveMessage) {
        heard.hear(message)
        queryClient.setQueryData(queryKey, sheet => sheet && (applySheetEvent(sheet, message) ?? sheet))
        reread()
      },
      onReread: reread,
    },
  )
  const lapseMs = nextLapseMs(session)
  useEffect(() => {
    if (lapseMs === undefined) return
    const timer = setTimeout(
      () => void queryClient.invalidateQueries({ queryKey: api.sessions.get.queryKey({ sessionId }) }),
      lapseMs,
    )
    return () => clearTimeout(timer)
  }, [lapseMs, sessionId])
}

/** From when the sheet was read until a report or a hold in it ends; nobody tells of that. */
function nextLapseMs({ slots, now }: Session): number | undefined {
  const ends = slots
    .filter(({ standing }) => standing === 'held' || standing === 'being_paid')
    .flatMap(({ until, reportExpiresAt }) => [until, reportExpiresAt])
    .map(end => Date.parse(end) - Date.parse(now))
    .filter(wait => wait > 0)
  const soonest = Math.min(...ends)
  return soonest < LONGEST_MS ? soonest : undefined
}
