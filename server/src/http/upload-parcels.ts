import { raw, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readTrackingRows } from '#domain/orders/read-tracking-rows.ts'
import { shipMany } from '#domain/orders/ship-many.ts'
import { actingSupplier } from './acting-supplier.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_BYTES = 2 * 1024 * 1024

/**
 * `POST /api/parcels?do=look|ship`: a CSV, a workbook or pasted text is the body. 200 with what each line would do or did;
 * nothing is written while one of them has a problem.
 */
export function uploadParcels(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  const readBytes = raw({ type: () => true, limit: MOST_BYTES })
  routes.post('/api/parcels', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('upload', memberId)
    if (/^multipart\//i.test(req.get('content-type') ?? '')) throw new DomainError('unsupported_media_type')
    const { do: act } = req.query
    if (act !== 'look' && act !== 'ship') throw new DomainError('bad_request', { field: 'do' })
    await new Promise<void>((resolve, reject) =>
      readBytes(req, res, error => (error ? reject(error) : resolve())),
    )
    const body: unknown = req.body
    const rows = await readTrackingRows(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    const result = await shipMany(deps, { supplierId, rows, write: act === 'ship' })
    res.set('cache-control', 'no-store').json(result)
  })
  return routes
}
