import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { writeErrorFile } from '#domain/imports/write-error-file.ts'
import { attachment } from '#gateways/files.ts'
import { actingSupplier } from './acting-supplier.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** `GET /api/imports/:id/errors.csv?lang=&member=`: the rows to fix, in the supplier's own columns. A link, so the member stands in the query. */
export function importErrors(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/imports/:importId/errors.csv', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('export', memberId)
    const importId = z.uuid().safeParse(req.params.importId)
    if (!importId.success) throw new DomainError('not_found', { what: 'import' })
    const language = req.query.lang === 'en' ? 'en' : 'zh'
    const { fileName, text } = await writeErrorFile(deps, { supplierId, importId: importId.data, language })
    res.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(fileName),
      'cache-control': 'private, no-store',
    })
    await pipeline(Readable.from(text), res)
  })
  return routes
}
