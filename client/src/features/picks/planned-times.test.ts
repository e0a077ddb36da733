import { expect, test } from 'vitest'
import { minutesBehind, plannedTimes } from './planned-times.ts'
import type { Session } from './run-sheet.ts'

const START = Date.parse('2026-11-24T12:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
const slot = (slotId: string, minutes: number, more: object = {}) => ({
  slotId,
  minutes,
  standing: 'held',
  firstOnAirAt: null,
  ...more,
})
const show = (more: object) =>
  ({
    startsAt: at(0),
    state: 'planned',
    currentSlotId: null,
    onAirAt: null,
    slots: [slot('a', 5), slot('b', 10, { standing: 'gone' }), slot('c', 3), slot('d', 4)],
    ...more,
  }) as unknown as Session
const minutes = (session: Session) => [...plannedTimes(session).values()].map(time => (time - START) / 60_000)

test('a plan runs from the start of the show, and what is gone takes no time', () => {
  expect(minutes(show({}))).toEqual([0, 5, 5, 8])
  expect(minutesBehind(show({}))).toBeNull()
})

test('while it runs, what is to come follows from what is on air', () => {
  const running = show({ state: 'live', currentSlotId: 'c', onAirAt: at(9) })
  expect(minutes(running).slice(2)).toEqual([9, 12])
  expect(minutesBehind(running)).toBe(4)
})
