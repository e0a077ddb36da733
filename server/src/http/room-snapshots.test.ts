import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { LiveHub, LiveReader } from '#domain/live/live-hub.ts'
import { createRoomSnapshots, type RoomSnapshot } from './room-snapshots.ts'

/** A room whose state is a word, whose looks end when we say so, and whose events we tell. */
function buildRoom() {
  const readers = new Set<LiveReader>()
  const looks: (() => void)[] = []
  const room = { state: 'planned', looks }
  const live = {
    subscribe: (_topic: string, reader: LiveReader) => {
      readers.add(reader)
      return () => readers.delete(reader)
    },
  } as unknown as LiveHub
  const snapshots = createRoomSnapshots(live, {
    headers: [],
    find: () => Promise.resolve('session'),
    read: () => {
      const { state } = room
      return new Promise<object>(resolve => looks.push(() => resolve({ state })))
    },
  })
  const change = (state: string) => {
    room.state = state
    for (const reader of readers) reader.reread()
  }
  return { snapshots, change, looks }
}

const says = (snapshot: RoomSnapshot | null | undefined) =>
  snapshot ? (JSON.parse(snapshot.plain.body.toString()) as { state: string }).state : snapshot

async function untilLooks(looks: unknown[], count: number): Promise<void> {
  for (let turn = 0; looks.length < count && turn < 200; turn += 1) await sleep(10)
  expect(looks).toHaveLength(count)
}

async function firstLook({ snapshots, looks }: ReturnType<typeof buildRoom>): Promise<void> {
  const first = snapshots.get('ROOM')
  await untilLooks(looks, 1)
  looks[0]?.()
  expect(says(await first)).toBe('planned')
}

describe('the snapshot of a room', () => {
  test('is never told from before an event while the look that follows the event is under way', async () => {
    const room = buildRoom()
    await firstLook(room)
    room.change('live')
    const asked = room.snapshots.get('ROOM')
    await untilLooks(room.looks, 2)

    expect(says(room.snapshots.fresh('ROOM'))).toBeUndefined()
    const askedMeanwhile = room.snapshots.get('ROOM')
    room.looks[1]?.()

    expect([says(await asked), says(await askedMeanwhile)]).toEqual(['live', 'live'])
    expect(room.looks).toHaveLength(2)
  })

  test('waits for one more look when the event came during the look', async () => {
    const room = buildRoom()
    await firstLook(room)
    room.change('live')
    const asked = room.snapshots.get('ROOM')
    await untilLooks(room.looks, 2)
    room.change('ended')
    const askedAfter = room.snapshots.get('ROOM')
    room.looks[1]?.()
    await untilLooks(room.looks, 3)
    room.looks[2]?.()

    expect([says(await asked), says(await askedAfter)]).toEqual(['ended', 'ended'])
  })
})
