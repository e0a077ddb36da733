import type { RoomView } from '@haowu/shared/room-view.ts'
import { expect, test } from 'vitest'
import { nextLapseMs, nextLookMs, withoutLapsed } from '#features/room/without-lapsed.ts'

const at = Date.parse('2026-01-01T12:00:00.000Z')
const room = {
  items: [
    { itemId: 'over', standing: 'on_sale', offeredUntil: '2026-01-01T12:00:00.000Z' },
    { itemId: 'soon', standing: 'being_paid', payingUntil: null, offeredUntil: '2026-01-01T12:00:05.000Z' },
    { itemId: 'sold', standing: 'sold', offeredUntil: '2026-01-01T11:00:00.000Z' },
  ],
} as RoomView

test('a piece leaves the room in the moment its report or hold ends; what was sold stays told as sold', () => {
  const shown = withoutLapsed(room, at)
  expect(shown.items.map(({ itemId }) => itemId)).toEqual(['soon', 'sold'])
  expect(withoutLapsed(shown, at)).toBe(shown)
  expect(nextLapseMs(shown, at)).toBe(5_000)
  expect(nextLapseMs(withoutLapsed(room, at + 5_000), at + 5_000)).toBeUndefined()
})

test('a room is looked at again a moment after a payment’s time, soonest first, and at once when it is over', () => {
  const paying = (payingUntil: string | null) => ({ standing: 'being_paid', payingUntil })
  const of = (...items: object[]) => ({ items }) as RoomView
  expect(nextLookMs(room, at)).toBeUndefined()
  expect(nextLookMs(of(paying('2026-01-01T12:04:00.000Z'), paying('2026-01-01T12:01:00.000Z')), at)).toBe(
    62_500,
  )
  expect(nextLookMs(of(paying('2026-01-01T11:00:00.000Z')), at)).toBe(2_500)
  expect(nextLookMs(of(paying(null)), at)).toBeUndefined()
})
