import { setTimeout as sleep } from 'node:timers/promises'
import type { RailAnswer } from '../payment-rail.ts'

const UNKNOWN = { outcome: 'unknown' } as const

/** The answer of one call, or `unknown` when it takes longer than `millis` or the connection breaks on the way. */
export async function answerWithin<Value>(
  millis: number,
  call: () => Promise<RailAnswer<Value>>,
): Promise<RailAnswer<Value>> {
  const timer = new AbortController()
  const late = sleep(millis, UNKNOWN, { signal: timer.signal }).catch(() => UNKNOWN)
  const answer = call().catch(() => UNKNOWN)
  try {
    return await Promise.race([answer, late])
  } finally {
    timer.abort()
  }
}
