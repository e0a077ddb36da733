import { createHash } from 'node:crypto'
import { FeedError } from '#domain/feed-error.ts'

/**
 * Watches for a source that takes no notice of which page it is asked for, and gives the same one again and again: call it
 * with each page. Throws `page_repeated`; empty pages are all alike and pass.
 */
export function createRepeatGuard(): (items: unknown[]) => void {
  const pages = new Set<string>()
  return items => {
    if (items.length === 0) return
    const page = createHash('sha256').update(JSON.stringify(items)).digest('base64')
    if (pages.has(page)) throw new FeedError('page_repeated')
    pages.add(page)
  }
}
