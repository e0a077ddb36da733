import type { FeedFailure } from '@haowu/shared/feeds.ts'

/** A source did not give what it should. The facts are numbers and short texts for the sentence; never a key, never a body. */
export class FeedError extends Error {
  override name = 'FeedError'
  readonly failure: FeedFailure
  readonly facts: Record<string, string | number>

  constructor(failure: FeedFailure, facts: Record<string, string | number> = {}) {
    super(`feed: ${failure}`)
    this.failure = failure
    this.facts = facts
  }
}
