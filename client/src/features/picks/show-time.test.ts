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

  test('are told as one stretch in Shanghai time', () =>
    expect(
      showTimes({ startsAt: '2026-11-25T12:00:00.000Z', endsAt: '2026-11-25T15:00:00.000Z' }, 'zh-CN'),
    ).toMatch(/^11月25日\s?20:00\s?[–-]\s?23:00$/))
})
