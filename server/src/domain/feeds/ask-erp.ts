import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedHttp, FeedRequest } from '#gateways/feed-http.ts'
import { askPolitely } from './ask-politely.ts'
import { readJson } from './read-json.ts'

export interface ErpQuestion<Answer> {
  http: FeedHttp
  /** Signed anew for each try: a signature holds for a minute or two. */
  request(): FeedRequest
  shape: z.ZodType<Answer>
  /** What the answer says went wrong, in the source's own codes; null when nothing did. */
  failureOf(answer: Answer): FeedError | null
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Full jitter, doubling; all together somewhat longer than the minute by which these sources count. */
const PAUSES_MS = [4_000, 8_000, 16_000, 32_000, 64_000]
/** They count calls by the minute. */
const REST_SECONDS = 60

/** Asks an ERP, which says with 200 what went wrong. Waits while it says that it is asked too often; throws FeedError. */
export async function askErp<Answer>(question: ErpQuestion<Answer>): Promise<Answer> {
  const { http, request, shape, failureOf, sleep = sleepFor } = question
  for (const pauseMs of [...PAUSES_MS, null]) {
    const asked = request()
    const parsed = shape.safeParse(await readJson(await askPolitely(http, asked)))
    if (!parsed.success) throw new FeedError('mapping_failed', { expression: pathOf(parsed.error) })
    const failure = failureOf(parsed.data)
    if (!failure) return parsed.data
    if (failure.failure !== 'throttled' || pauseMs === null) throw failure
    await sleep(Math.random() * pauseMs, asked.signal)
  }
  throw throttled()
}

export const throttled = () => new FeedError('throttled', { retryAfterSeconds: REST_SECONDS })

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal })
}

function pathOf({ issues: [issue] }: z.ZodError): string {
  return issue?.path.join('.').slice(0, 100) ?? ''
}
