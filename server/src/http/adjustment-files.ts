import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { readAdjustment } from '#domain/adjustments/list-adjustments.ts'
import { evidencePath, receiveEvidenceFile } from '#domain/cases/receive-evidence-file.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { attachment } from '#gateways/files.ts'
import { actingMember } from './acting-member.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

/**
 * `POST /api/adjustments/files`: a picture or a PDF is the body, 201 `{key, bytes}`; it counts once a draft names it.
 * `GET /api/adjustments/:adjustmentId/file`: the evidence of an adjustment, for finance.
 */
export function adjustmentFiles(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/adjustments/files', async (req, res) => {
    const member = await actingMember(deps, req, ['finance'])
    await limiter.spend('case_file', member.memberId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const folder = await ownFolder(deps)
      const body = req.iterator({ destroyOnReturn: false })
      res
        .status(201)
        .set('cache-control', 'no-store')
        .json(await receiveEvidenceFile(deps, { folder, body }))
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  routes.get('/api/adjustments/:adjustmentId/file', async (req, res) => {
    const { userId } = await actingMember(deps, req, ['finance'])
    const adjustmentId = z.uuid().toLowerCase().safeParse(req.params['adjustmentId'])
    if (!adjustmentId.success) throw new DomainError('not_found')
    const { evidenceKey, no } = await readAdjustment(deps.db, { adjustmentId: adjustmentId.data, userId })
    const path = evidenceKey === null ? null : evidencePath(await ownFolder(deps), evidenceKey)
    const stored = path === null ? null : await deps.files.stat(path)
    if (path === null || !stored) throw new DomainError('not_found')
    res.set({
      'content-type': 'application/octet-stream',
      'content-length': String(stored.bytes),
      'content-disposition': attachment(`${no}.${path.split('.').at(-1)}`),
      'cache-control': 'private, no-store',
    })
    await pipeline(await deps.files.get(path), res)
  })
  return routes
}

async function ownFolder({ db }: Pick<AppDeps, 'db'>) {
  return { of: 'adjustment' as const, id: await readPlatformId(db) }
}
