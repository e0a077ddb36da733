import { createHash } from 'node:crypto'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FileStore } from '#gateways/files.ts'
import { MEDIA_LIMITS, mediaKey, mediaKind, photoPath } from './media-kind.ts'

/** Why there is no photo behind a link: what it answered, or that it is none of the kinds we show, too large, or no address we ask. */
export type PhotoFetched = { path: string } | { problem: string }

const PHOTO_MS = 15_000

/** Fetches one photo as any address a supplier typed is asked: only public ones, within bounds, and by its bytes, not its name. */
export async function fetchPhoto(
  { feedHttp, files }: { feedHttp: FeedHttp; files: FileStore },
  link: string,
): Promise<PhotoFetched> {
  try {
    const answer = await feedHttp.ask({
      url: isAsked(feedHttp, link) ? link : link.replace(/^http:/i, 'https:'),
      headers: { accept: 'image/*' },
      signal: AbortSignal.timeout(PHOTO_MS),
    })
    if (answer.status !== 200) {
      answer.body.destroy()
      return { problem: `http_${answer.status}` }
    }
    return await keep(files, answer.body)
  } catch (error) {
    if (error instanceof FeedError) return { problem: error.failure }
    if (error instanceof Error && /^(TimeoutError|AbortError)$/.test(error.name))
      return { problem: 'timed_out' }
    throw error
  }
}

/** Old catalogues name their pictures in plain http; nearly all of those hosts give them by https too. */
function isAsked(feedHttp: FeedHttp, link: string): boolean {
  try {
    feedHttp.check(link)
    return true
  } catch (error) {
    if (error instanceof FeedError) return false
    throw error
  }
}

async function keep(files: FileStore, body: AsyncIterable<Buffer>): Promise<PhotoFetched> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MEDIA_LIMITS.photo) return { problem: 'too_large' }
    chunks.push(chunk)
  }
  const content = Buffer.concat(chunks)
  const kind = mediaKind(content)
  if (kind === null || kind === 'pdf') return { problem: 'no_photo' }
  const sha256 = createHash('sha256').update(content).digest('hex')
  const key = mediaKey(sha256, kind)
  if (!(await files.stat(key))) await files.put(key, content)
  return { path: photoPath(sha256, kind) }
}
