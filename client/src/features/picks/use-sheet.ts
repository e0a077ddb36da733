import { type SheetEdit, slotsBefore } from '@haowu/shared/sheet-edits.ts'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { api, server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { HeardSince } from '#api/heard-since.ts'
import { keepOffline } from '#api/keep-offline.ts'
import { queryClient } from '#api/query-client.ts'
import { applySheetEvent } from '#features/picks/apply-sheet-event.ts'
import { isOpen, type Session, type Slot } from '#features/picks/run-sheet.ts'
import { SheetCopy, VERSIONS, withQueue } from '#features/picks/sheet-copy.ts'
import { newId } from '#ui/new-id.ts'

/** Events say at once what changed; this is for what nobody tells, as time that runs out. */
const LOOK_AGAIN_MS = 3_000
const SEND_AGAIN_MS = 3_000

export type SheetDesk = ReturnType<typeof useSheet>

/** One run sheet with one's own changes in it at once; they are sent when there is a network, in one piece and once each. */
export function useSheet(sessionId: string) {
  const copy = useMemo(() => new SheetCopy(sessionId), [sessionId])
  const heard = useMemo(() => new HeardSince(applySheetEvent), [])
  const query = useQuery({
    queryKey: api.sessions.get.queryKey({ sessionId }),
    queryFn: ({ signal }) => heard.read(() => server.sessions.get.query({ sessionId }, { signal })),
    initialData: copy.readSheet,
    initialDataUpdatedAt: 0,
    networkMode: 'always',
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? LOOK_AGAIN_MS : false),
  })
  const { data, error } = query
  useEffect(() => {
    if (!data) return
    copy.keepSheet(data)
    keepOffline()
  }, [copy, data])
  const queue = useSyncExternalStore(copy.subscribe, copy.readQueue)
  const { refusal, send, discard } = useSender(copy, sessionId)
  const sheet = useMemo(() => data && withQueue(data, queue), [data, queue])
  const put = (
    slot: Slot,
    edit: { field: 'minutes'; value: number } | { field: 'script'; value: string },
  ) => {
    copy.add({ editId: newId(), slotId: slot.slotId, base: slot[VERSIONS[edit.field]], ...edit })
    void send()
  }
  const move = (slot: Slot, slots: readonly Slot[]) => {
    const value = slotsBefore(slots, slot.slotId)
    const edit: SheetEdit = {
      editId: newId(),
      slotId: slot.slotId,
      base: slot.placeVersion,
      field: 'place',
      value,
    }
    copy.add(edit)
    void send()
  }
  return {
    query: { ...query, data: sheet },
    heard,
    waiting: queue.length,
    offline: error !== null && readFailure(error).reason === 'offline',
    refusal,
    discard,
    put,
    move,
  }
}

/** Sends what waits, again and again until it is answered; a refusal stops it until the person decides. */
function useSender(copy: SheetCopy, sessionId: string) {
  const [refusal, setRefusal] = useState<unknown>(null)
  const send = useCallback(async () => {
    const edits = copy.take()
    if (edits.length === 0) return
    try {
      const told = await server.slots.edit.mutate({ sessionId, edits })
      // Read again before they leave the queue, so that nothing is ever built upon what stood before them.
      await queryClient.invalidateQueries({ queryKey: api.sessions.get.queryKey({ sessionId }) })
      copy.settle(edits, told.edits)
      setRefusal(null)
    } catch (failure) {
      copy.giveBack()
      if (readFailure(failure).reason !== 'offline') setRefusal(failure)
    }
  }, [copy, sessionId])
  useEffect(() => {
    if (refusal) return
    const timer = setInterval(() => void send(), SEND_AGAIN_MS)
    addEventListener('online', send)
    return () => {
      clearInterval(timer)
      removeEventListener('online', send)
    }
  }, [send, refusal])
  const discard = () => {
    copy.discard()
    setRefusal(null)
  }
  return { refusal, send, discard }
}

/** The sheet with a slot at another place, counted from 1. */
export function moved(session: Session, slot: Slot, position: number): Slot[] {
  const others = session.slots.filter(each => each.slotId !== slot.slotId)
  return others.toSpliced(Math.max(0, position - 1), 0, slot)
}
