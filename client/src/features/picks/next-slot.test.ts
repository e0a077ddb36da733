import { expect, test } from 'vitest'
import { nextSlot } from './next-slot.ts'
import type { Slot } from './run-sheet.ts'

const slot = (slotId: string, standing: Slot['standing'], conflicts: Slot['conflicts'] = []) =>
  ({ slotId, standing, conflicts }) as unknown as Slot
const sheet = [
  slot('held', 'held'),
  slot('gone', 'gone', ['gone']),
  slot('sold', 'sold'),
  slot('lapsed', 'held', ['report_lapsed']),
  slot('forged', 'held', ['report_forged', 'report_expires']),
  slot('paid', 'being_paid', ['report_expires', 'supplier_restricted']),
  slot('last', 'gone', ['gone']),
]
const from = (slotId: string | null, step: 1 | -1) => nextSlot(sheet, slotId, step)?.slotId

test('what nobody can buy any more is passed over, forwards and backwards; what may end later is shown', () => {
  expect([from(null, 1), from('held', 1), from('paid', -1)]).toEqual(['held', 'paid', 'held'])
})

test('before the first and after the last there is nothing', () => {
  expect([from(null, -1), from('held', -1), from('paid', 1)]).toEqual([undefined, undefined, undefined])
})
