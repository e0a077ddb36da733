import { DomainError } from '#domain/domain-error.ts'
import { LIVE_LIMITS } from './limits.ts'

/** Streams stay open, so they are counted while they are, not per minute; a carrier's address stands for many viewers. */
export function countStreams({ limited }: { limited: boolean }): {
  /** Returns what gives the place back. Throws `too_many_requests` for one address, `unavailable` for the process. */
  take(address: string): () => void
} {
  const byAddress = new Map<string, number>()
  let all = 0
  return {
    take(address) {
      const open = byAddress.get(address) ?? 0
      if (all >= LIVE_LIMITS.streams) throw new DomainError('unavailable')
      if (limited && open >= LIVE_LIMITS.streamsPerAddress) {
        throw new DomainError('too_many_requests', { retryAfterSeconds: LIVE_LIMITS.retryAfterSeconds })
      }
      all += 1
      byAddress.set(address, open + 1)
      return () => {
        all -= 1
        const left = (byAddress.get(address) ?? 1) - 1
        if (left > 0) byAddress.set(address, left)
        else byAddress.delete(address)
      }
    },
  }
}
