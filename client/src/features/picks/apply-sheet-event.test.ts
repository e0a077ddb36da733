import type { LiveMessage } from '@haowu/shared/live-events.ts'
import { expect, test } from 'vitest'
import { applySheetEvent } from '#features/picks/apply-sheet-event.ts'
import type { Session, Slot } from '#features/picks/run-sheet.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const slot = (n: number) =>
  ({
    slotId: `slot-${n}`,
    itemId: id(n),
    standing: 'held',
    conflicts: ['hold_ends'],
    payingUntil: null,
    priceFen: '100',
  }) as unknown as Slot
const sheet = {
  state: 'live',
  currentSlotId: 'slot-1',
  onAirAt: '2026-01-01T00:00:00.000Z',
  now: '2100-01-01T00:00:00.000Z',
  slots: [slot(1), slot(2)],
} as unknown as Session

const after = (kind: string, payload: LiveMessage['payload']) =>
  applySheetEvent(sheet, { id: '1', kind, payload })

test('what is sold, paid for or gone shows on its slot and on no other', () => {
  const standings = (kind: string, payload: LiveMessage['payload']) =>
    after(kind, payload)?.slots.map(({ standing, conflicts }) => [standing, conflicts.join()])
  const changed = (standing: string) => ({ itemId: id(2), standing, until: null })
  expect(standings('piece_changed', changed('sold'))).toEqual([
    ['held', 'hold_ends'],
    ['sold', ''],
  ])
  expect(standings('piece_changed', changed('being_paid'))?.[1]).toEqual(['being_paid', 'hold_ends'])
  expect(standings('piece_changed', changed('on_sale'))?.[1]).toEqual(['held', 'hold_ends'])
  expect(standings('piece_left', { itemId: id(2) })).toEqual([
    ['held', 'hold_ends'],
    ['gone', 'gone'],
  ])
})

test('the next piece, a price and the state of the show are seen at once, by the clock that decides', () => {
  expect(after('on_air_changed', { itemId: id(2) })).toMatchObject({
    currentSlotId: 'slot-2',
    onAirAt: sheet.now,
  })
  expect(after('on_air_changed', { itemId: null })).toMatchObject({ currentSlotId: null, onAirAt: null })
  expect(after('price_changed', { itemId: id(1), priceFen: '90' })?.slots[0]?.priceFen).toBe('90')
  expect(after('session_changed', { state: 'ended' })?.state).toBe('ended')
})

test('an event that says too little, or of a piece that is not on the sheet, leaves it to the next look', () => {
  expect(after('sheet_changed', {})).toBeUndefined()
  expect(after('piece_left', { itemId: id(9) })).toBeUndefined()
  expect(after('piece_changed', { itemId: 'x' })).toBeUndefined()
})
