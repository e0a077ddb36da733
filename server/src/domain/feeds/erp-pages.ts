import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { FeedError } from '#domain/feed-error.ts'
import { createRepeatGuard } from './repeat-guard.ts'

export interface ErpPage<Item> {
  items: Item[]
  /** How many pages there are in all, by this answer; null when it does not say. */
  pages: number | null
  /** Whether it says that there is a next one. */
  more: boolean
}

/** Asks for one page; the first is 0. */
export type AskPage<Item> = (page: number) => Promise<ErpPage<Item>>

/**
 * Reads the pages of a list from the last to the first. What changes while we read leaves the list, and all that stood
 * behind it moves up: onto pages that are still to be read, never past us. Throws `page_repeated`, `too_many_pages`.
 */
export async function* readBackwards<Item>(ask: AskPage<Item>): AsyncGenerator<Item[]> {
  const first = await ask(0)
  if (first.pages === null || first.pages <= 1) return yield* readForwards(ask, first)
  if (first.pages > FEED_LIMITS.pages) throw tooMany()
  const refuseRepeated = createRepeatGuard()
  for (let page = first.pages - 1; page >= 0; page--) {
    const { items } = await ask(page)
    refuseRepeated(items)
    yield items
  }
}

/** For a source that only says whether there is more. */
async function* readForwards<Item>(ask: AskPage<Item>, first: ErpPage<Item>): AsyncGenerator<Item[]> {
  const refuseRepeated = createRepeatGuard()
  let read = first
  for (let page = 0; ; read = await ask(page)) {
    if (page >= FEED_LIMITS.pages) throw tooMany()
    refuseRepeated(read.items)
    yield read.items
    if (!read.more) return
    if (read.items.length === 0) throw new FeedError('empty_page')
    page++
  }
}

const tooMany = () => new FeedError('too_many_pages', { limit: FEED_LIMITS.pages })
