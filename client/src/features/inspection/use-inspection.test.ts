import { expect, test } from 'vitest'
import type { Inspection } from '#features/inspection/inspection-kinds.ts'
import { changed, merged } from '#features/inspection/use-inspection.ts'

test('of two changes before a save the later of each finding is sent, and none is lost', () => {
  const first = { place: '常州', measured: { screen: 'light', battery: 90 } }
  expect(merged(first, { measured: { battery: 88, repair: 'none' } })).toEqual({
    place: '常州',
    measured: { screen: 'light', battery: 88, repair: 'none' },
  })
  expect(merged({ place: '常州' }, { place: '上海' })).toEqual({ place: '上海' })
})

test('a finding that is taken back is gone, and what was not touched stays', () => {
  const inspection = { measured: { screen: 'light', battery: 90 }, place: '常州' } as unknown as Inspection
  expect(changed(inspection, { measured: { screen: null } })).toEqual({
    measured: { battery: 90 },
    place: '常州',
  })
})
