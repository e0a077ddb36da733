import { FeedError } from '#domain/feed-error.ts'
import { askPolitely } from './ask-politely.ts'
import { conditionalHeaders, versionOf } from './source-version.ts'
import type { FeedAdapter, FeedWalk } from './feed-adapter.ts'
import { compileAnswer } from './json-answer.ts'
import { nextPage, type PagePlace } from './json-paging.ts'
import { OVERLAP_SECONDS } from './overlap.ts'
import { createPageGuard } from './page-guard.ts'
import { readJson } from './read-json.ts'
import { writeShanghai } from './shanghai-time.ts'
import { authHeaders, withKey } from './source-auth.ts'

/** Any JSON over HTTP: one address, a path to its items, and how one page leads to the next. */
export const walkJson: FeedAdapter<'json'> = async function* (walk) {
  const { config, secret } = walk.source
  walk.http.check(config.url)
  const readAnswer = compileAnswer(config)
  const guard = createPageGuard()
  const headers = { accept: 'application/json', ...authHeaders(config.auth, secret) }
  // The tag of a page is not the tag of all of them.
  const known = config.paging.kind === 'none' && !config.since ? walk.known : undefined
  let version = {}
  const since = sinceOf(walk)
  let place: PagePlace | null = { url: firstUrl(walk, since) }
  while (place) {
    guard.moveTo(place.url)
    const answer = await askPolitely(walk.http, {
      url: withKey(place.url, config.auth, secret),
      headers: { ...headers, ...(known && conditionalHeaders(known)) },
      signal: walk.signal,
    })
    if (answer.status === 304) {
      answer.body.destroy()
      return { cursor: null, whole: false, unchanged: true }
    }
    if (known) version = { version: versionOf(answer) }
    const body = await readJson(answer)
    const { rows, total } = readAnswer(body)
    const fresh = guard.take(rows, total)
    yield { rows: fresh }
    const next = nextPage(config.paging, {
      place,
      body,
      rows: rows.length,
      link: answer.headers['link'],
      left: guard.left(),
    })
    // Where only changes were asked for, an announced total may be that of all items.
    if (rows.length === 0 && (next || (since === null && guard.isFarFromEnd())))
      throw new FeedError('empty_page')
    place = next
  }
  const cursor = config.since ? { since: walk.now.toISOString() } : null
  const sawAll = guard.end()
  return { cursor, whole: since === null && sawAll, ...version }
}

function sinceOf({ source: { config }, pass, cursor }: FeedWalk<'json'>): Date | null {
  if (!config.since || pass === 'full' || typeof cursor?.['since'] !== 'string') return null
  return new Date(Date.parse(cursor['since']) - OVERLAP_SECONDS * 1_000)
}

function firstUrl({ source: { config } }: FeedWalk<'json'>, since: Date | null): string {
  const url = new URL(config.url)
  if (config.since && since)
    url.searchParams.set(config.since.parameter, writeInstant(since, config.since.format))
  const { paging } = config
  if (paging.kind === 'page') url.searchParams.set(paging.parameter, String(paging.first))
  if (paging.kind === 'offset') url.searchParams.set(paging.parameter, '0')
  if ((paging.kind === 'page' || paging.kind === 'offset') && paging.sizeParameter)
    url.searchParams.set(paging.sizeParameter, String(paging.size))
  return url.href
}

function writeInstant(at: Date, format: 'iso' | 'seconds' | 'milliseconds' | 'shanghai'): string {
  if (format === 'iso') return at.toISOString()
  if (format === 'shanghai') return writeShanghai(at)
  return String(format === 'seconds' ? Math.floor(at.getTime() / 1_000) : at.getTime())
}
