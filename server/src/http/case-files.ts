import { pipeline } from 'node:stream/promises'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { readIdentity } from '#api/read-identity.ts'
import type { AppDeps } from '#app.ts'
import { findCase } from '#domain/cases/read-case.ts'
import { findEvidenceFile } from '#domain/cases/find-evidence-file.ts'
import { receiveEvidenceFile } from '#domain/cases/receive-evidence-file.ts'
import type { MemberRole } from '#domain/parties/member.ts'
import { DomainError } from '#domain/domain-error.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

const address = z.object({ caseId: z.uuid().toLowerCase(), evidenceId: z.uuid().toLowerCase().optional() })
const CONTENT_TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
}

/**
 * `POST /api/cases/:caseId/files`: a picture or a PDF is the body, 201 `{key, bytes}`; it counts once a statement names it.
 * `GET /api/cases/:caseId/files/:evidenceId`: what somebody showed, for the sides of the case and the operators.
 */
export function caseFiles(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/cases/:caseId/files', async (req, res) => {
    const { caseId, memberId } = await openDoor(deps, req, SIDES)
    await limiter.spend('case_file', memberId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const body = req.iterator({ destroyOnReturn: false })
      const received = await receiveEvidenceFile(deps, { folder: { of: 'case', id: caseId }, body })
      res.status(201).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  routes.get('/api/cases/:caseId/files/:evidenceId', async (req, res) => {
    const { caseId, evidenceId = '' } = await openDoor(deps, req, [...SIDES, 'operator'])
    const file = await findEvidenceFile(deps.db, { caseId, evidenceId })
    const stored = await deps.files.stat(file.path)
    if (!stored) throw new DomainError('not_found')
    res.set({
      'content-type': CONTENT_TYPES[file.kind] ?? 'application/octet-stream',
      'content-length': String(stored.bytes),
      'content-disposition': file.kind === 'pdf' ? `attachment; filename="${evidenceId}.pdf"` : 'inline',
      'cache-control': 'private, max-age=3600, immutable',
    })
    await pipeline(await deps.files.get(file.path), res)
  })
  return routes
}

const SIDES: MemberRole[] = ['supplier', 'streamer']

/** The caller's membership with one of the roles that may see the case: of one of its sides, or an operator. */
async function openDoor(deps: AppDeps, req: Request, roles: MemberRole[]) {
  const identity = await readIdentity(deps, req.headers)
  if (!identity) throw new DomainError('unauthenticated')
  const chosen = req.get('x-member-id')
  const fitting = identity.memberships.filter(
    ({ memberId, role }) => (chosen === undefined || memberId === chosen) && roles.includes(role),
  )
  if (fitting.length === 0) throw new DomainError('forbidden')
  const asked = address.safeParse(req.params)
  if (!asked.success) throw new DomainError('not_found')
  for (const { memberId, partyId, role } of fitting) {
    try {
      await findCase(deps.db, { caseId: asked.data.caseId, partyId: role === 'operator' ? null : partyId })
      return { ...asked.data, memberId }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }
  throw new DomainError('not_found')
}
