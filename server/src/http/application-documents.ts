import { APPLICANT_KINDS, DOCUMENT_KINDS } from '@haowu/shared/onboarding.ts'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receiveDocument } from '#domain/onboarding/receive-document.ts'
import { actingMember } from './acting-member.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

const address = z.object({ applicationId: z.uuid().toLowerCase(), kind: z.enum(DOCUMENT_KINDS) })

/** `POST /api/applications/:applicationId/documents/:kind`: the paper is the body, its name a header; 201 `{documentId}`. */
export function applicationDocuments(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/applications/:applicationId/documents/:kind', async (req, res) => {
    const applicant = await actingMember(deps, req, APPLICANT_KINDS)
    const asked = address.safeParse(req.params)
    if (!asked.success) throw new DomainError('not_found', { what: 'application' })
    await limiter.spend('document', applicant.memberId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.bodyMs)
    try {
      const body = req.iterator({ destroyOnReturn: false })
      const fileName = nameOf(req.get('x-file-name'))
      const received = await receiveDocument(deps, { ...applicant, ...asked.data, fileName, body })
      res.status(201).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}

function nameOf(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    throw new DomainError('bad_request', { field: 'x-file-name' })
  }
}
