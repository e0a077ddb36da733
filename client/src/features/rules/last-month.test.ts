import { expect, test } from 'vitest'
import { businessMonth, lastMonth } from '#features/rules/last-month.ts'

test('the month that goes on begins at midnight of Shanghai', () => {
  expect(businessMonth('2026-10-31T16:00:00.000Z')).toBe('2026-11')
  expect(businessMonth('2026-10-31T15:59:59.000Z')).toBe('2026-10')
})

test('the month before, by the calendar of Shanghai', () => {
  expect(lastMonth('2026-11-26T10:00:00.000Z')).toBe('2026-10')
  expect(lastMonth('2026-10-31T16:00:00.000Z')).toBe('2026-10')
  expect(lastMonth('2026-10-31T15:59:59.000Z')).toBe('2026-09')
  expect(lastMonth('2027-01-15T00:00:00.000Z')).toBe('2026-12')
})
