import type { Response } from 'express'
import { RATE_LIMITS } from './limits.ts'
import type { RateLeft } from './rate-limiter.ts'

/** What is left, by draft-ietf-httpapi-ratelimit-headers, so that a program can slow down before it is refused. */
export function tellLimit(res: Response, { name, remaining, resetSeconds }: RateLeft): void {
  const { points, seconds } = RATE_LIMITS[name]
  res.set({
    'ratelimit-policy': `"${name}";q=${points};w=${seconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  })
}
