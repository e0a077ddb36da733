import type { FeedFailure } from '@haowu/shared/feeds.ts'
import { DomainError } from '#domain/domain-error.ts'
import { FeedError } from '#domain/feed-error.ts'

/** What went wrong with a source, as it is stored and told. A fault of ours is none of the source's: it is thrown on. */
export function failureOf(error: unknown): {
  failure: FeedFailure
  facts: Record<string, string | number>
} {
  if (error instanceof FeedError) return { failure: error.failure, facts: error.facts }
  if (error instanceof DomainError) return { failure: 'import_refused', facts: { code: error.code } }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { failure: 'timed_out', facts: {} }
  throw error
}
