import { DomainError } from '#domain/domain-error.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'

/** An address that we would not ask is told when it is saved, not at night: `feed_address_refused`. */
export function refuseAddress(feedHttp: FeedHttp, url: string): void {
  try {
    feedHttp.check(url)
  } catch (error) {
    if (error instanceof FeedError) throw new DomainError('feed_address_refused', error.facts)
    throw error
  }
}
