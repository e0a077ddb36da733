import { OVERLAP_SECONDS } from './overlap.ts'
import type { FeedWalk } from './feed-adapter.ts'

export interface TimeWindow {
  from: Date
  to: Date
}

interface Reach {
  /** How far back a reading goes that has no earlier one to go on from. */
  lookBackMs: number
  /** The longest span that the source answers for. */
  longestMs: number
}

/**
 * Cuts what was not read yet into windows that the source answers for, the oldest first. Neighbours share their border,
 * because nobody documents whether it belongs to the one or the other.
 */
export function windowsOf(
  { cursor, pass, now }: Pick<FeedWalk, 'cursor' | 'pass' | 'now'>,
  { lookBackMs, longestMs }: Reach,
): TimeWindow[] {
  const to = now.getTime()
  const farthest = to - lookBackMs
  const since = pass === 'sync' && typeof cursor?.['since'] === 'string' ? Date.parse(cursor['since']) : null
  const windows: TimeWindow[] = []
  let from = since === null ? farthest : Math.max(farthest, since - OVERLAP_SECONDS * 1_000)
  while (from < to) {
    const end = Math.min(from + longestMs, to)
    windows.push({ from: new Date(from), to: new Date(end) })
    from = end
  }
  return windows
}
