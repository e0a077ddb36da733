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
 * Cuts what was not read yet into windows that the source answers for, the newest first: whoever only looks finds
 * something soon. Neighbours share their border, because nobody documents whether it belongs to the one or the other.
 */
export function windowsOf(
  { cursor, pass, now }: Pick<FeedWalk, 'cursor' | 'pass' | 'now'>,
  { lookBackMs, longestMs }: Reach,
): TimeWindow[] {
  const to = now.getTime()
  const farthest = to - lookBackMs
  const since = pass === 'sync' && typeof cursor?.['since'] === 'string' ? Date.parse(cursor['since']) : null
  const from = since === null ? farthest : Math.max(farthest, since - OVERLAP_SECONDS * 1_000)
  const windows: TimeWindow[] = []
  for (let end = to; end > from; end -= longestMs)
    windows.push({ from: new Date(Math.max(end - longestMs, from)), to: new Date(end) })
  return windows
}
