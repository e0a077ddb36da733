import type { FeedAnswer } from '#gateways/feed-http.ts'
import type { SourceVersion } from './feed-adapter.ts'

const TAG_CHARACTERS = 500

/** Asks for an answer only if it is another than the last. A tag is exact; the date is only for sources that have none (RFC 9110 §13.1). */
export function conditionalHeaders({ etag, lastModified }: SourceVersion): Record<string, string> {
  if (etag) return { 'if-none-match': etag }
  return lastModified ? { 'if-modified-since': lastModified } : {}
}

export function versionOf({ headers }: Pick<FeedAnswer, 'headers'>): SourceVersion {
  return { etag: tagOf(headers['etag']), lastModified: tagOf(headers['last-modified']) }
}

function tagOf(text: string | undefined): string | null {
  return text && text.length <= TAG_CHARACTERS ? text : null
}
