import type pg from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '#domain/domain-error.ts'
import { RATE_LIMITS, type RateLimit, type RateLimitName } from './limits.ts'

/** What may still be done until the count begins anew. */
export interface RateLeft {
  name: RateLimitName
  remaining: number
  resetSeconds: number
}

/** `too_many_requests`, with the limit that was met. */
export class TooManyRequests extends DomainError {
  readonly left: RateLeft

  constructor(left: RateLeft) {
    super('too_many_requests', { retryAfterSeconds: left.resetSeconds })
    this.left = left
  }
}

export interface RateLimiter {
  /** Takes one of what `key` may still do; throws TooManyRequests when nothing is left. Null when nobody counts. */
  spend(name: RateLimitName, key: string): Promise<RateLeft | null>
  /** Gives everything back, for example after a right password. */
  forgive(name: RateLimitName, key: string): Promise<void>
}

/** Counts in PostgreSQL; when that is away it counts in memory, so an outage neither opens nor closes the doors. */
export function createRateLimiter(pool: pg.Pool, { enabled }: { enabled: boolean }): RateLimiter {
  if (!enabled) return { spend: async () => null, forgive: async () => {} }
  const counters = new Map(
    Object.entries(RATE_LIMITS).map(([name, limit]) => [name, createCounter(pool, name, limit)]),
  )
  const counter = (name: RateLimitName) => {
    const found = counters.get(name)
    if (!found) throw new Error(`no limit named ${name}`)
    return found
  }
  return {
    async spend(name, key) {
      try {
        return toLeft(name, await counter(name).consume(key))
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        throw new TooManyRequests(toLeft(name, refusal))
      }
    },
    async forgive(name, key) {
      await counter(name).delete(key)
    },
  }
}

function toLeft(name: RateLimitName, { remainingPoints, msBeforeNext }: RateLimiterRes): RateLeft {
  return {
    name,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  }
}

function createCounter(
  pool: pg.Pool,
  name: string,
  limit: RateLimit,
): RateLimiterMemory | RateLimiterPostgres {
  const settings = { points: limit.points, duration: limit.seconds, keyPrefix: name }
  const memory = new RateLimiterMemory(settings)
  if (limit.where === 'local') return memory
  return new RateLimiterPostgres({
    ...settings,
    storeClient: pool,
    storeType: 'pool',
    schemaName: 'public',
    tableName: 'request_count',
    tableCreated: true,
    inMemoryBlockOnConsumed: limit.points + 1,
    insuranceLimiter: memory,
  })
}
