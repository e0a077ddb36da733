import { describe, expect, test } from 'vitest'
import { healthOf } from '#features/feeds/feed-health.ts'
import type { Feed, FeedRun } from '#features/feeds/feed-calls.ts'

const NOW = Date.parse('2026-11-26T10:00:00Z')
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString()

const run = (outcome: FeedRun['outcome']): FeedRun => ({
  runId: 'r',
  pass: 'sync',
  startedAt: minutesAgo(1),
  endedAt: null,
  outcome,
  failure: null,
  facts: {},
  pages: 1,
  rows: 1,
  bytes: 1,
  importId: null,
  importState: null,
  counts: null,
})

const fine: Parameters<typeof healthOf>[0] = {
  state: 'on',
  lastRun: run('applied'),
  openUntil: null,
  failures: 0,
  confirmedAt: minutesAgo(3),
  everyMinutes: 5,
}
const health = (changes: Partial<Feed>) => healthOf({ ...fine, ...changes }, NOW)

describe('the health of a feed', () => {
  test('is fine while its stock is confirmed in time', () => expect(health({})).toBe('fresh'))

  test('is late after three missed intervals and the time of a reading, not before', () => {
    expect(health({ confirmedAt: minutesAgo(20) })).toBe('fresh')
    expect(health({ confirmedAt: minutesAgo(21) })).toBe('late')
    expect(health({ confirmedAt: minutesAgo(21), everyMinutes: 10 })).toBe('fresh')
  })

  test('never hides that it waits for a person behind anything else', () => {
    const bad = { failures: 5, openUntil: minutesAgo(-30), confirmedAt: minutesAgo(900) }
    expect(health({ ...bad, state: 'needs_keys' })).toBe('needs_keys')
    expect(health({ ...bad, lastRun: run('waiting') })).toBe('waiting')
  })

  test('rests only until its breaker closes, and is failing from then on', () => {
    expect(health({ failures: 5, openUntil: minutesAgo(-30) })).toBe('resting')
    expect(health({ failures: 5, openUntil: minutesAgo(1) })).toBe('failing')
  })

  test('is paused whatever happened before, and reads only where it is on', () => {
    expect(health({ state: 'paused', failures: 3, lastRun: run('running') })).toBe('paused')
    expect(health({ lastRun: run('importing') })).toBe('reading')
  })

  test('that was never confirmed is new, not late', () =>
    expect(health({ confirmedAt: null, lastRun: null })).toBe('new'))
})
