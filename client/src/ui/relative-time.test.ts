import { describe, expect, test } from 'vitest'
import { formatRelative } from '#ui/relative-time.ts'

const MINUTE = 60_000

describe('relative time', () => {
  test.each([
    [-3 * MINUTE, '3 分钟前', '3 min ago'],
    [5 * MINUTE, '5 分钟后', 'in 5 min'],
    [-2 * 60 * MINUTE, '2 小时前', '2 hr ago'],
    [-3 * 1_440 * MINUTE, '3 天前', '3 days ago'],
  ])('%d ms is said as people say it', (ms, chinese, english) => {
    expect(formatRelative(ms, 'zh-CN')).toBe(chinese)
    expect(formatRelative(ms, 'en')).toBe(english)
  })

  test('never says zero: what was a moment ago was a minute ago', () => {
    expect(formatRelative(-1, 'en')).toBe('1 min ago')
    expect(formatRelative(0, 'en')).toBe('1 min ago')
    expect(formatRelative(1, 'en')).toBe('in 1 min')
  })

  test('sixty minutes are an hour, and twenty-four hours a day', () => {
    expect(formatRelative(-(60 * MINUTE - 1), 'en')).toBe('1 hr ago')
    expect(formatRelative(-(1_440 * MINUTE - 1), 'en')).toBe('1 day ago')
  })
})
