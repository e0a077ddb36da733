import type { Feed } from '#features/feeds/feed-calls.ts'
import { isReading } from '#features/feeds/feed-health.ts'

const WHILE_READING_MS = 2_000
const ELSE_MS = 30_000

/** How soon sources are asked about again: they move by themselves, and while one is being read somebody watches. */
export function askFeedsAgainMs(feeds: Pick<Feed, 'lastRun'>[] = []): number {
  return feeds.some(isReading) ? WHILE_READING_MS : ELSE_MS
}
