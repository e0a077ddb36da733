import { describe, expect, test } from 'vitest'
import { likelyStart, showTimes, toInstant, toLocal } from './show-time.ts'

describe('times of shows', () => {
  test('are read and written as Shanghai time, whatever the device says', () => {
    expect(toInstant('2026-11-24T20:00')).toBe('2026-11-24T12:00:00.000Z')
    expect(toLocal(Date.parse('2026-11-24T12:00:00Z'))).toBe('2026-11-24T20:00')
  })

  test('that are incomplete are no instant', () => expect(toInstant('2026-11-')).toBeUndefined())

  test.each([
    ['2026-11-24T10:00', '2026-11-24T20:00'],
    ['2026-11-24T19:30', '2026-11-24T20:30'],
    ['2026-11-24T23:50', '2026-11-25T01:00'],
  ])('at %s a show most likely starts at %s', (now, start) =>
    expect(toLocal(likelyStart(Date.parse(toInstant(now) ?? '')))).toBe(start),
  )

  test.each([
    ['2026-11-25T20:00', '2026-11-25T23:00', '11月25日 20:00–23:00'],
    ['2026-11-25T22:00', '2026-11-26T01:00', '11月25日 22:00 – 11月26日 01:00'],
  ])('from %s to %s are told as %s', (start, end, told) =>
    expect(showTimes({ startsAt: toInstant(start) ?? '', endsAt: toInstant(end) ?? '' }, 'zh-CN')).toBe(told),
  )
})
