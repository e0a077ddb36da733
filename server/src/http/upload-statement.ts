import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receiveStatement } from '#domain/reconciliation/receive-statement.ts'
import { actingMember } from './acting-member.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { fileNameOf } from './upload-import.ts'

const query = z.object({
  /** Whose it is and of which day, for a file that does not say it itself. */
  account: z.string().trim().min(1).max(40).optional(),
  day: z.iso.date().optional(),
})

/**
 * `POST /api/statements?account=&day=`: a statement is the body, its name percent-encoded in `x-file-name`. 200 with what became of it:
 * `{state: 'loaded' | 'refused' | 'asking', fileId, …}`; a refused file is an answer, not an error.
 */
export function uploadStatement(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/statements', async (req, res) => {
    const { memberId } = await actingMember(deps, req, ['finance'])
    await limiter.spend('upload', memberId)
    if (/^multipart\//i.test(req.get('content-type') ?? '')) throw new DomainError('unsupported_media_type')
    const asked = query.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const loaded = await receiveStatement(deps, {
        fileName: fileNameOf(req),
        body: req.iterator({ destroyOnReturn: false }),
        loadedBy: `member:${memberId}`,
        accountNo: asked.data.account ?? null,
        day: asked.data.day ?? null,
      })
      res.set('cache-control', 'no-store').json(loaded)
    } finally {
      clearTimeout(timer)
      req.resume()
    }
  })
  return routes
}
