import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { receiveLoanPhoto } from '#domain/custody/loan-photo.ts'
import { actingMember } from './acting-member.ts'
import { TIME_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** `POST /api/loan-photos`: a photo of a piece that arrives or leaves is the body; 201 `{photo}`, its name from then on. */
export function loanPhotos(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.post('/api/loan-photos', async (req, res) => {
    const { memberId } = await actingMember(deps, req, ['supplier', 'streamer'])
    await limiter.spend('loan_photo', memberId)
    const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
    try {
      const received = await receiveLoanPhoto(deps, req.iterator({ destroyOnReturn: false }))
      res.status(201).set('cache-control', 'no-store').json(received)
    } finally {
      clearTimeout(timer)
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  })
  return routes
}
