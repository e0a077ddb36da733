import { DomainError } from '#domain/domain-error.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FeedDefinition } from './feed-config.ts'
import { keyInAddress } from './source-auth.ts'

/**
 * An address that we would not ask is told when it is saved, not at night: `feed_address_refused`. So is one with a key in
 * it: `feed_key_in_address` with the parameter's name.
 */
export function refuseAddress(feedHttp: FeedHttp, definition: FeedDefinition): void {
  for (const url of addressesOf(definition)) {
    const name = keyInAddress(url)
    if (name !== null) throw new DomainError('feed_key_in_address', { name: name.slice(0, 60) })
    try {
      feedHttp.check(url)
    } catch (error) {
      if (error instanceof FeedError) throw new DomainError('feed_address_refused', error.facts)
      throw error
    }
  }
}

function addressesOf({ kind, config }: FeedDefinition): string[] {
  return kind === 'json' && config.one ? [config.url, config.one.url] : [config.url]
}
