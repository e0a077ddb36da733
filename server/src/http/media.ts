import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findPaper } from '#domain/media/item-paper.ts'
import { findLinkedPhoto } from '#domain/media/linked-photo.ts'
import { photoOfPath } from '#domain/media/media-kind.ts'
import { receiveArchive } from '#domain/media/receive-archive.ts'
import { actingSupplier } from './acting-supplier.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { sendFile } from './send-file.ts'

/**
 * `POST /api/media`: a ZIP is the body; 202 `{batchId}`. `GET /media/<hash>.<kind>`: a photo of an item, for anybody, for
 * ever. `GET /media/linked?url=…`: the photo that we fetched from a link of a supplier's file. `GET /api/items/:itemId/papers/:sha256`: a PDF that came with it, for its supplier.
 */
export function media(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/media', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('upload', memberId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const body = req.iterator({ destroyOnReturn: false })
      const fileName = nameOf(req.get('x-file-name'))
      const received = await receiveArchive(deps, { supplierId, memberId, fileName, body })
      res.status(202).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  routes.get('/media/linked', async (req, res) => {
    const asked = linkAddress.safeParse(req.query)
    const photo = asked.success ? await findLinkedPhoto(deps.db, asked.data.url) : null
    // Not fetched yet, or not to be had: no fault of whoever looks, whose browser would note down a 404 for each.
    if (photo === null) res.status(204).set('cache-control', 'public, max-age=60').end()
    else res.set('cache-control', 'public, max-age=3600').redirect(302, photo)
  })
  routes.get('/media/:name', async (req, res) => {
    const photo = photoOfPath(req.params.name)
    const stored = photo && (await deps.files.stat(photo.key))
    if (!photo || !stored) throw new DomainError('not_found', { what: 'photo' })
    res.set({
      'content-type': photo.contentType,
      'content-length': String(stored.bytes),
      'cache-control': 'public, max-age=31536000, immutable',
    })
    await pipeline(await deps.files.get(photo.key), res)
  })
  routes.get('/api/items/:itemId/papers/:sha256', async (req, res) => {
    const { supplierId } = await actingSupplier(deps, req)
    const asked = paperAddress.safeParse(req.params)
    if (!asked.success) throw new DomainError('not_found', { what: 'paper' })
    const { fileKey, fileName } = await findPaper(deps.db, { ...asked.data, supplierId })
    if (!(await deps.files.stat(fileKey))) throw new DomainError('not_found', { what: 'paper' })
    const name = path.posix.basename(fileName).replace(/\.pdf$/i, '')
    await sendFile(res, { name, format: 'pdf' }, await deps.files.get(fileKey))
  })
  return routes
}

const linkAddress = z.object({ url: z.string().max(2_000) })

const paperAddress = z.object({
  itemId: z.uuid().toLowerCase(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

function nameOf(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    throw new DomainError('bad_request', { field: 'x-file-name' })
  }
}
