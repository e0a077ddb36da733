import { IMPORT_MODES } from '@haowu/shared/imports.ts'
import { type Request, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receiveUpload } from '#domain/imports/receive-upload.ts'
import { actingSupplier } from './acting-supplier.ts'
import { SIZE_LIMITS, TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** What a person sends; feeds, programs and bulk edits have doors of their own. */
const query = z.object({
  mode: z.enum(IMPORT_MODES).optional(),
  source: z.enum(['upload', 'paste', 'error_file']).optional(),
  parent: z.uuid().toLowerCase().optional(),
})

/** `POST /api/imports?mode=&source=&parent=`: the file is the body, its name percent-encoded in `x-file-name`; 202 `{importId, repeated}`. */
export function uploadImport(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/imports', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('upload', memberId)
    refuseByHeaders(req)
    const asked = query.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const body = req.iterator({ destroyOnReturn: false })
      const file = { supplierId, memberId, fileName: fileNameOf(req), body }
      const { parent: parentId, ...as } = asked.data
      const received = await receiveUpload(deps, { ...file, ...as, parentId })
      res.status(202).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}

/** A form may be sent by any site without asking; and what announces itself as too large need not be sent at all. */
export function refuseByHeaders(req: Request): void {
  if (/^multipart\//i.test(req.get('content-type') ?? '')) throw new DomainError('unsupported_media_type')
  const length = Number(req.get('content-length') ?? 0)
  if (length > SIZE_LIMITS.uploadBytes)
    throw new DomainError('file_too_large', { limit: SIZE_LIMITS.uploadBytes })
}

export function fileNameOf(req: Request): string {
  try {
    return decodeURIComponent(req.get('x-file-name') ?? '')
  } catch {
    throw new DomainError('bad_request', { field: 'x-file-name' })
  }
}
