import { expect, test } from 'vitest'
import { countCrash, restartDelay } from './restart-delay.ts'

test('the waits double from one second to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(restartDelay)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ])
})

test('a process that was healthy for a minute starts counting anew', () => {
  expect(countCrash(4, 59_999)).toBe(5)
  expect(countCrash(4, 60_000)).toBe(1)
})
