import { expect, test } from 'vitest'
import { formatDuration } from './duration.ts'

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [59_000, '0:59'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
])('%d ms shows as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))
