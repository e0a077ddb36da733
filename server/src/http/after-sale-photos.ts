import { pipeline } from 'node:stream/promises'
import { photoKey } from '@haowu/shared/cases.ts'
import { Router } from 'express'
import { z } from 'zod'
import { readIdentity } from '#api/read-identity.ts'
import type { AppDeps } from '#app.ts'
import { findAfterSalePhoto } from '#domain/after-sales/find-after-sale-photo.ts'
import { evidencePath } from '#domain/cases/receive-evidence-file.ts'
import { DomainError } from '#domain/domain-error.ts'

const address = z.object({ afterSaleId: z.uuid().toLowerCase(), photoKey })
const CONTENT_TYPES: Record<string, string> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' }

/** `GET /api/after-sales/:afterSaleId/photos/:photoKey`: what a buyer showed, for the supplier of the order and the operators. */
export function afterSalePhotos(deps: Pick<AppDeps, 'auth' | 'db' | 'files'>): Router {
  const routes = Router()
  routes.get('/api/after-sales/:afterSaleId/photos/:photoKey', async (req, res) => {
    const identity = await readIdentity(deps, req.headers)
    if (!identity) throw new DomainError('unauthenticated')
    const chosen = req.get('x-member-id')
    const fitting = identity.memberships.filter(
      ({ memberId, role }) =>
        (chosen === undefined || memberId === chosen) && (role === 'supplier' || role === 'operator'),
    )
    if (fitting.length === 0) throw new DomainError('forbidden')
    const asked = address.safeParse(req.params)
    if (!asked.success) throw new DomainError('not_found')
    const supplierIds = fitting.some(({ role }) => role === 'operator')
      ? null
      : fitting.map(({ partyId }) => partyId)
    const { orderId } = await findAfterSalePhoto(deps.db, { ...asked.data, supplierIds })
    const path = evidencePath({ of: 'order', id: orderId }, asked.data.photoKey)
    const stored = await deps.files.stat(path)
    if (!stored) throw new DomainError('not_found')
    res.set({
      'content-type':
        CONTENT_TYPES[asked.data.photoKey.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'content-length': String(stored.bytes),
      'cache-control': 'private, max-age=3600, immutable',
    })
    await pipeline(await deps.files.get(path), res)
  })
  return routes
}
