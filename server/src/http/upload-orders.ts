import { raw, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { uploadOrders } from '#domain/channels/upload-orders.ts'
import { DomainError } from '#domain/domain-error.ts'
import { actingMember } from './acting-member.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_BYTES = 2 * 1024 * 1024

/**
 * `POST /api/channel-orders?do=look|take`: a streamer's CSV, workbook or pasted text of orders of other rooms is the body. 200 with what is wrong with which
 * line; nothing is written while one of them has a problem.
 */
export function uploadChannelOrders(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  const readBytes = raw({ type: () => true, limit: MOST_BYTES })
  routes.post('/api/channel-orders', async (req, res) => {
    const { partyId: streamerId, memberId } = await actingMember(deps, req, ['streamer'])
    await limiter.spend('upload', memberId)
    if (/^multipart\//i.test(req.get('content-type') ?? '')) throw new DomainError('unsupported_media_type')
    const { do: act } = req.query
    if (act !== 'look' && act !== 'take') throw new DomainError('bad_request', { field: 'do' })
    await new Promise<void>((resolve, reject) =>
      readBytes(req, res, error => (error ? reject(error) : resolve())),
    )
    const body: unknown = req.body
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    const result = await uploadOrders(deps, { streamerId, bytes, write: act === 'take' })
    res.set('cache-control', 'no-store').json(result)
  })
  return routes
}
