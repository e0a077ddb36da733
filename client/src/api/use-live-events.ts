import { useEffect, useEffectEvent } from 'react'
import { readActiveMember } from '#api/active-member.ts'
import { type LiveReader, readLive } from '#api/live-source.ts'

/** Of a room that anybody may watch, or of the party for which the person acts. */
export type LiveOf = { roomCode: string } | 'me'

/**
 * Tells a component what happens, while it is shown. `onReread` means that its snapshot may be out of date: after a break,
 * when it fell behind, and every few seconds where no stream can be had.
 *
 * `useLiveEvents('me', { onEvent: ({ kind }) => kind === 'order_changed' && refresh(), onReread: refresh })`
 */
export function useLiveEvents(of: LiveOf, reader: LiveReader): void {
  const onEvent = useEffectEvent(reader.onEvent)
  const onReread = useEffectEvent(reader.onReread)
  const url = urlOf(of)
  useEffect(() => readLive(url, { onEvent: message => onEvent(message), onReread: () => onReread() }), [url])
}

function urlOf(of: LiveOf): string {
  if (of !== 'me') return `/api/live/rooms/${encodeURIComponent(of.roomCode)}`
  const member = readActiveMember()
  return `/api/live/me${member === undefined ? '' : `?member=${encodeURIComponent(member)}`}`
}
