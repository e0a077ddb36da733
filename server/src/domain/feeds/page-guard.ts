import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedRow } from './feed-adapter.ts'
import { createRepeatGuard } from './repeat-guard.ts'

/** Watches a walk over pages, so that it ends, repeats nothing, and knows whether it saw everything. */
export interface PageGuard {
  /**
   * Takes a page in; returns its rows less those that an earlier page had, because items move between pages while we
   * walk. Throws `too_many_pages`, `page_repeated`, `total_moved`.
   */
  take(rows: FeedRow[], announced: number | null): FeedRow[]
  /** Throws `cursor_repeated` for a place at which the walk was already. */
  moveTo(place: string): void
  /**
   * Ends the walk: whether as many items were seen as were announced, or all pages where nothing was announced. Throws
   * `row_without_key` when too many had none.
   */
  end(): boolean
  /** Items there should still be, null when nobody said. */
  left(): number | null
  /** Whether that are more than may have gone while we walked. */
  isFarFromEnd(): boolean
}

/** A total that moves a little while we walk is business; one that moves much is a source that is being rebuilt. */
const TOTAL_MAY_MOVE = 0.1
/** Without its key an item is nobody's; where many have none, the path to it is wrong. */
const MAY_BE_NAMELESS = 0.1

export function createPageGuard(): PageGuard {
  const places = new Set<string>()
  const refuseRepeated = createRepeatGuard()
  const skus = new Set<string>()
  let count = 0
  let first: number | null = null
  let total: number | null = null
  let nameless = 0
  const left = () => (total === null ? null : Math.max(0, total - skus.size - nameless))
  return {
    take(rows, announced) {
      if (++count > FEED_LIMITS.pages) throw new FeedError('too_many_pages', { limit: FEED_LIMITS.pages })
      refuseRepeated(rows.map(row => [...row]))
      first ??= announced
      if (announced !== null && first !== null && Math.abs(announced - first) > first * TOTAL_MAY_MOVE + 1)
        throw new FeedError('total_moved', { first, now: announced })
      total = announced ?? total
      const fresh = rows.filter(row => !skus.has(skuOf(row)))
      for (const row of rows) {
        if (skuOf(row) === '') nameless++
        else skus.add(skuOf(row))
      }
      return fresh
    },
    moveTo(place) {
      if (places.has(place)) throw new FeedError('cursor_repeated')
      places.add(place)
    },
    end() {
      const seen = skus.size + nameless
      if (nameless > seen * MAY_BE_NAMELESS) throw new FeedError('row_without_key', { rows: nameless })
      return nameless === 0 && (total === null || total === skus.size)
    },
    left,
    isFarFromEnd: () => total !== null && (left() ?? 0) > total * TOTAL_MAY_MOVE + 1,
  }
}

const skuOf = (row: FeedRow): string => (row.get('sku') ?? '').trim()
