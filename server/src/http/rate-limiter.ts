import type pg from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '#domain/domain-error.ts'
import { RATE_LIMITS, type RateLimit, type RateLimitName } from './limits.ts'

export interface RateLimiter {
  /** Takes one of what `key` may still do; throws `too_many_requests {retryAfterSeconds}` when nothing is left. */
  spend(name: RateLimitName, key: string): Promise<void>
  /** Gives everything back, for example after a right password. */
  forgive(name: RateLimitName, key: string): Promise<void>
}

/** Counts in PostgreSQL; when that is away it counts in memory, so an outage neither opens nor closes the doors. */
export function createRateLimiter(pool: pg.Pool, { enabled }: { enabled: boolean }): RateLimiter {
  if (!enabled) return { spend: async () => {}, forgive: async () => {} }
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
        await counter(name).consume(key)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        throw new DomainError('too_many_requests', {
          retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
        })
      }
    },
    async forgive(name, key) {
      await counter(name).delete(key)
    },
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
