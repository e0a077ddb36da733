import { openText } from '#domain/seal-text.ts'
import { FEED_CONFIGS, FEED_SECRETS, type FeedDefinition, isFeedKind } from './feed-config.ts'

interface StoredFeed {
  feedId: string
  kind: string
  config: unknown
  secretSealed: Buffer | null
}

/** A source as it stands in its row, with its keys opened. Throws when the row is not what this code stored. */
export function openFeedDefinition(
  { feedKeys }: { feedKeys: Buffer },
  { feedId, kind, config, secretSealed }: StoredFeed,
): FeedDefinition {
  if (!isFeedKind(kind)) throw new Error(`a feed of an unknown kind: ${kind}`)
  const secret = secretSealed
    ? FEED_SECRETS[kind].parse(JSON.parse(openText(feedKeys, feedId, secretSealed)))
    : undefined
  return { kind, config: FEED_CONFIGS[kind].parse(config), secret } as FeedDefinition
}
