import { expect, test } from 'vitest'
import { monthsToChoose, thisMonth } from './statement-months.ts'

test('a month begins at midnight in Shanghai', () => {
  expect(thisMonth(Date.parse('2026-11-30T15:59:59Z'))).toBe('2026-11')
  expect(thisMonth(Date.parse('2026-11-30T16:00:00Z'))).toBe('2026-12')
})

test('twelve months to choose from, over the turn of the year, and the chosen one wherever it lies', () => {
  const now = Date.parse('2026-02-10T00:00:00Z')
  const months = monthsToChoose('2026-02', now)
  expect([months.length, months[0], months[2], months[11]]).toEqual([12, '2026-02', '2025-12', '2025-03'])
  expect(monthsToChoose('2026-07', now)[0]).toBe('2026-07')
})
