import { setTimeout as pause } from 'node:timers/promises'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedAnswer, FeedHttp, FeedRequest } from '#gateways/feed-http.ts'

const TRIES = 4
const FIRST_PAUSE_MS = 500
/** A source that asks for a longer rest gets it from the schedule, not from a reader that stands waiting. */
const WAIT_HERE_SECONDS = 20

/**
 * Asks a source, again after a pause where that may help, and never again where it will not. Returns an answer of 2xx, or
 * 304. Throws FeedError: `keys_refused`, `throttled` with how long it asks to wait, `source_error`, `status_refused`, or
 * what the network did.
 */
export async function askPolitely(http: FeedHttp, request: FeedRequest): Promise<FeedAnswer> {
  for (let tries = 1; ; tries++) {
    const last = tries === TRIES
    const answer = await http.ask(request).catch((error: unknown) => {
      if (last || !mayPass(error)) throw error
      return null
    })
    if (answer && isGood(answer.status)) return answer
    answer?.body.destroy()
    const seconds = answer ? waitAsked(answer, last) : null
    await pause(seconds === null ? jitter(tries) : seconds * 1_000, undefined, { signal: request.signal })
  }
}

const isGood = (status: number): boolean => (status >= 200 && status < 300) || status === 304

/** Lines break, machines restart, kept connections are closed as we ask; an address that we refuse stays refused. */
const PASSING = new Set(['unreachable', 'timed_out', 'cut_off'])

const mayPass = (error: unknown): boolean => error instanceof FeedError && PASSING.has(error.failure)

/** How long the source asks to be left alone, null when it does not say; throws where asking again makes no sense. */
function waitAsked({ status, headers }: FeedAnswer, last: boolean): number | null {
  if (status === 401 || status === 403) throw new FeedError('keys_refused', { status })
  const busy = status === 429 || status === 503
  if (!busy && status < 500 && status !== 408) throw new FeedError('status_refused', { status })
  const seconds = busy ? retryAfter(headers['retry-after']) : null
  if (seconds !== null && (last || seconds > WAIT_HERE_SECONDS))
    throw new FeedError('throttled', { status, retryAfterSeconds: seconds })
  if (last) throw new FeedError(status === 429 ? 'throttled' : 'source_error', { status })
  return seconds
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text.trim())) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1_000))
}

/** Full jitter: whoever was turned away together does not come back together. */
function jitter(tries: number): number {
  return Math.random() * FIRST_PAUSE_MS * 2 ** (tries - 1)
}
