import type { Readable } from 'node:stream'

export interface FeedRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

export interface FeedAnswer {
  status: number
  headers: Record<string, string | undefined>
  /** Unpacked, and cut with `too_large` beyond FEED_LIMITS.answerBytes, `timed_out` when it stalls, `cut_off` when it ends early. */
  body: Readable
}

/**
 * Asks an address that a supplier typed, and goes nowhere else: only public addresses, checked when they are connected
 * to. Throws FeedError `address_refused`, `redirect_refused`, `unreachable` or `timed_out`. Any status is an answer.
 */
export interface FeedHttp {
  /** Judges an address as far as its text goes. Throws FeedError `address_refused`. */
  check(url: string): void
  ask(request: FeedRequest): Promise<FeedAnswer>
  close(): Promise<void>
}
