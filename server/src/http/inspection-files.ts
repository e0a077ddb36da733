import { MEDIA_SHOWS } from '@haowu/shared/inspection.ts'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receiveReportFile } from '#domain/media/receive-report-file.ts'
import { actingSupplier } from './acting-supplier.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { fileNameOf } from './upload-import.ts'

const asked = z.object({ inspectionId: z.uuid().toLowerCase(), shows: z.enum(MEDIA_SHOWS).default('other') })

/** `POST /api/inspections/:inspectionId/files?shows=`: a photo or PDF is the body, its name in `x-file-name`; 201 `{mediaId, sha256}`. */
export function inspectionFiles(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/inspections/:inspectionId/files', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('inspection_file', memberId)
    const what = asked.safeParse({ ...req.query, ...req.params })
    if (!what.success) throw new DomainError('bad_request', { field: 'query' })
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const body = req.iterator({ destroyOnReturn: false })
      const file = { ...what.data, supplierId, fileName: fileNameOf(req), body }
      const received = await receiveReportFile(deps, file)
      res.status(201).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}
