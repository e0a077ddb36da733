import { FeedError } from '#domain/feed-error.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { askPolitely } from './ask-politely.ts'
import type { FeedDefinition } from './feed-config.ts'
import { authHeaders, withKey } from './source-auth.ts'
import { conditionalHeaders, versionOf } from './source-version.ts'

export interface FileAsked {
  http: FeedHttp
  source: Extract<FeedDefinition, { kind: 'csv' }>
  /** What the source called the version that was read last. */
  etag: string | null
  lastModified: string | null
  signal: AbortSignal
}

export type FeedFile =
  | { kind: 'unchanged' }
  | { kind: 'file'; body: AsyncIterable<Buffer>; etag: string | null; lastModified: string | null }

/** The bytes behind an address, unless it says that they are those of the last time. Throws FeedError. */
export async function fetchFeedFile({
  http,
  source,
  etag,
  lastModified,
  signal,
}: FileAsked): Promise<FeedFile> {
  const { url, auth } = source.config
  const headers = { ...authHeaders(auth, source.secret), ...conditionalHeaders({ etag, lastModified }) }
  const answer = await askPolitely(http, { url: withKey(url, auth, source.secret), headers, signal })
  if (answer.status === 304) {
    answer.body.destroy()
    return { kind: 'unchanged' }
  }
  return { kind: 'file', body: refusePage(answer.body), ...versionOf(answer) }
}

/** A sign-in or "we are working on it" page comes with 200 as well. */
async function* refusePage(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head = true
  for await (const chunk of body) {
    if (head && /^(\ufeff)?\s*<(!doctype|html|\?xml|head|body)/i.test(chunk.subarray(0, 200).toString()))
      throw new FeedError('answer_is_page')
    head = false
    yield chunk
  }
}
