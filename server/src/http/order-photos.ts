import { linkToken } from '@haowu/shared/orders.ts'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { evidencePath, receiveEvidenceFile } from '#domain/cases/receive-evidence-file.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findOrderByLink } from '#domain/orders/find-order-by-link.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** A parcel must be on its way before anybody can photograph what was in it. */
const ARRIVING = ['shipped', 'received', 'completed']

/**
 * `POST /api/order-photos`: a photo is the body, the order's link the key to the door (header `x-order-link`, so that it
 * stands in no log). 201 `{key, bytes}`; the key is good for this order alone.
 */
export function orderPhotos({ db, files }: Pick<AppDeps, 'db' | 'files'>, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/order-photos', async (req, res) => {
    const token = linkToken.safeParse(req.get('x-order-link'))
    if (!token.success) throw new DomainError('not_found')
    const { orderId, state } = await findOrderByLink(db, { linkToken: token.data })
    if (!ARRIVING.includes(state)) throw new DomainError('order_state', { state })
    await limiter.spend('order_photo', orderId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const folder = { of: 'order', id: orderId } as const
      const body = req.iterator({ destroyOnReturn: false })
      const received = await receiveEvidenceFile({ files }, { folder, body })
      // Parties give papers, too; a buyer shows what he sees.
      if (received.key.endsWith('.pdf')) {
        await files.delete(evidencePath(folder, received.key))
        throw new DomainError('unsupported_media_type')
      }
      res.status(201).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}
