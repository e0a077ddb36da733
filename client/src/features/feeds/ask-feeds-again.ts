import type { Feed } from '#features/feeds/feed-calls.ts'
import { isReading } from '#features/feeds/feed-health.ts'

const WHILE_READING_MS = 2_000
const ELSE_MS = 30_000

type Watched = Pick<Feed, 'state' | 'nextDueAt' | 'openUntil' | 'lastRun'>

/** How soon sources are asked about again: they move by themselves, and while one is read, or about to be, somebody watches. */
export function askFeedsAgainMs(feeds: Watched[] = []): number {
  return feeds.some(feed => isReading(feed) || isDue(feed)) ? WHILE_READING_MS : ELSE_MS
}

function isDue({ state, nextDueAt, openUntil }: Watched): boolean {
  return state === 'on' && openUntil === null && Date.parse(nextDueAt) <= Date.now()
}
