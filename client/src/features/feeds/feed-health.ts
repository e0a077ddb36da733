import type { Feed } from '#features/feeds/feed-calls.ts'

export type FeedHealth =
  | 'needs_keys'
  | 'paused'
  | 'waiting'
  | 'reading'
  | 'resting'
  | 'failing'
  | 'new'
  | 'late'
  | 'fresh'

type Judged = Pick<Feed, 'state' | 'lastRun' | 'openUntil' | 'failures' | 'confirmedAt' | 'everyMinutes'>

/** How a source is, by what needs a person most: it waits for him, it fails, it is late, or it is fine. */
export function healthOf(feed: Judged, now: number): FeedHealth {
  if (feed.state === 'needs_keys') return 'needs_keys'
  if (feed.state !== 'on') return 'paused'
  if (feed.lastRun?.outcome === 'waiting') return 'waiting'
  if (isReading(feed)) return 'reading'
  if (feed.openUntil !== null && Date.parse(feed.openUntil) > now) return 'resting'
  if (feed.failures > 0) return 'failing'
  if (feed.confirmedAt === null) return 'new'
  return now - Date.parse(feed.confirmedAt) > lateAfterMs(feed) ? 'late' : 'fresh'
}

export function isReading({ lastRun }: Pick<Feed, 'lastRun'>): boolean {
  return lastRun?.outcome === 'running' || lastRun?.outcome === 'importing'
}

const MINUTE_MS = 60_000
/** A reading and its import take their time; three intervals missed are no accident any more. */
const GRACE_MS = 5 * MINUTE_MS

function lateAfterMs({ everyMinutes }: Pick<Feed, 'everyMinutes'>): number {
  return 3 * everyMinutes * MINUTE_MS + GRACE_MS
}
