import { FEED_LIMITS, type FeedFailure, type StockAnswer } from '@haowu/shared/feeds.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { answersForOne, askForOne } from './adapters.ts'
import type { FeedDefinition } from './feed-config.ts'
import { failureOf } from './failure-of.ts'
import { stockAnswer } from './stock-answer.ts'

/** How the source would answer for one item that is about to be sold. */
export interface TestedOne {
  sku: string
  answer: StockAnswer
  failure: FeedFailure | null
  facts: Record<string, string | number>
}

/** Asks as a checkout would, with the time it would have; null where a source cannot be asked so, or there is nothing to ask for. */
export async function testOne(
  http: FeedHttp,
  source: FeedDefinition,
  sku: string | undefined,
): Promise<TestedOne | null> {
  if (!answersForOne(source) || !sku) return null
  const signal = AbortSignal.timeout(FEED_LIMITS.checkMs)
  try {
    const pieces = await askForOne({ http, source, sku, signal })
    return { sku, answer: stockAnswer(pieces), failure: null, facts: {} }
  } catch (error) {
    if (signal.aborted) return { sku, answer: 'unknown', failure: 'timed_out', facts: {} }
    return { sku, answer: 'unknown', ...failureOf(error) }
  }
}
