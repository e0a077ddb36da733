import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receivePart } from '#domain/imports/receive-part.ts'
import { actingSupplier } from './acting-supplier.ts'
import { TIME_LIMITS } from './limits.ts'

const address = z.object({
  uploadId: z.uuid().toLowerCase(),
  part: z.coerce.number().int().min(1).max(1_000),
})

/** `PUT /api/uploads/:uploadId/parts/:part`: the part is the body; its hash comes back as the entity tag, which `uploads.complete` wants. */
export function uploadPart(deps: AppDeps): Router {
  const routes = Router()
  routes.put('/api/uploads/:uploadId/parts/:part', async (req, res) => {
    const { supplierId } = await actingSupplier(deps, req)
    const asked = address.safeParse(req.params)
    if (!asked.success) throw new DomainError('not_found', { what: 'upload' })
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const { uploadId, part: partNumber } = asked.data
      const body = req.iterator({ destroyOnReturn: false })
      const { etag } = await receivePart(deps, { supplierId, uploadId, partNumber, body })
      res
        .status(204)
        .set({ etag: `"${etag}"`, 'cache-control': 'no-store' })
        .end()
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}
