import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { Agent, type Dispatcher, request } from 'undici'
import { checkFeedAddress } from './check-feed-address.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedAnswer, FeedHttp, FeedRequest } from './feed-http.ts'
import { lookUpPublic, type ResolveName } from './look-up-public.ts'
import { readBounded, toFeedError } from './read-bounded.ts'

export interface FeedHttpOptions {
  /** Lets this machine be asked in plain http; for the demo and tests. */
  allowLoopback: boolean
  /** How names are resolved; the system's way unless a test plays DNS. */
  resolve?: ResolveName
  limits?: Partial<FeedHttpLimits>
}

interface FeedHttpLimits {
  connectMs: number
  idleMs: number
  bodyMs: number
  answerBytes: number
}

const LIMITS: FeedHttpLimits = {
  connectMs: FEED_LIMITS.connectMs,
  idleMs: FEED_LIMITS.idleMs,
  /** 50 MB at the slowest pace that is still worth waiting for. */
  bodyMs: 5 * 60_000,
  answerBytes: FEED_LIMITS.answerBytes,
}
const SOCKETS_PER_HOST = 4
const HEADER_BYTES = 16 * 1024
/** All that another host is told. Any other header may be the key, whatever a source calls it. */
const FOR_ANY_HOST = /^(accept|if-none-match|if-modified-since)$/i

/** The client with which suppliers' addresses are asked; see FeedHttp for what it promises. */
export function createFeedHttp({ allowLoopback, resolve, limits }: FeedHttpOptions): FeedHttp {
  const bounds = { ...LIMITS, ...limits }
  const agent = new Agent({
    connect: { lookup: lookUpPublic(resolve), timeout: bounds.connectMs },
    connections: SOCKETS_PER_HOST,
    headersTimeout: bounds.idleMs,
    bodyTimeout: bounds.idleMs,
    maxHeaderSize: HEADER_BYTES,
  })
  const check = (url: string) => checkFeedAddress(url, allowLoopback)
  return {
    check: url => void check(url),
    close: () => agent.destroy(),
    async ask(asked) {
      let next: FeedRequest = asked
      for (let hops = 0; ; hops++) {
        const url = check(next.url)
        const answer = await send(agent, url, next)
        const target = redirectOf(answer)
        if (target === null) return toAnswer(answer, bounds)
        answer.body.on('error', () => {}).destroy()
        next = follow(next, { from: url, target, hops, check })
      }
    },
  }
}

async function send(agent: Agent, url: URL, { method = 'GET', headers, body, signal }: FeedRequest) {
  try {
    return await request(url, {
      method,
      signal,
      dispatcher: agent,
      headers: { 'user-agent': 'haowu-alliance-feed/1', 'accept-encoding': 'gzip, deflate, br', ...headers },
      body: body ?? null,
    })
  } catch (error) {
    throw toFeedError(error)
  }
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  const { location } = headers
  return [301, 302, 303, 307, 308].includes(statusCode) && typeof location === 'string' ? location : null
}

interface Hop {
  from: URL
  target: string
  hops: number
  check(url: string): URL
}

/** Each hop is judged like the first address. A redirect to another scheme, or of a POST, is not followed. */
function follow(asked: FeedRequest, { from, target, hops, check }: Hop): FeedRequest {
  if (hops >= FEED_LIMITS.redirects) throw new FeedError('redirect_refused', { why: 'too_many' })
  if (asked.method === 'POST') throw new FeedError('redirect_refused', { why: 'post' })
  if (!URL.canParse(target, from.href)) throw new FeedError('redirect_refused', { why: 'unreadable' })
  const to = new URL(target, from)
  if (to.protocol !== from.protocol) throw new FeedError('redirect_refused', { why: 'scheme' })
  try {
    check(to.href)
  } catch (error) {
    throw error instanceof FeedError ? new FeedError('redirect_refused', error.facts) : error
  }
  const kept = Object.entries(asked.headers ?? {}).filter(
    ([name]) => to.origin === from.origin || FOR_ANY_HOST.test(name),
  )
  return { ...asked, url: to.href, headers: Object.fromEntries(kept) }
}

function toAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  bounds: FeedHttpLimits,
): FeedAnswer {
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ])
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase()
  return {
    status: statusCode,
    headers: Object.fromEntries(texts),
    body: readBounded(body, encoding, { bytes: bounds.answerBytes, ms: bounds.bodyMs }),
  }
}
