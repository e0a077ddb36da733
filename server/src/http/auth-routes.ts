import { toNodeHandler } from 'better-auth/node'
import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { SIZE_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { readJson } from './read-json.ts'
import { requireSameOrigin } from './require-same-origin.ts'

/** Signing in, signing out and reading one's session. Nothing else of the library is reachable. */
export function authRoutes({ auth, config }: Pick<AppDeps, 'auth' | 'config'>, limiter: RateLimiter): Router {
  const routes = Router()
  const handle: RequestHandler = toNodeHandler(auth)
  routes.use((_req, res, next) => {
    res.set('cache-control', 'no-store')
    next()
  })
  routes.use(requireSameOrigin(config.publicUrl))
  routes.get('/get-session', handle)
  routes.post('/sign-out', ...readJson({ limitBytes: SIZE_LIMITS.signInBodyBytes }), handle)
  routes.post(
    '/sign-in/email',
    ...readJson({ limitBytes: SIZE_LIMITS.signInBodyBytes }),
    limitGuesses(limiter),
    handle,
  )
  return routes
}

const signIn = z.strictObject({
  email: z.string().max(320),
  password: z.string().max(1024),
  rememberMe: z.boolean().optional(),
})

/** Counts before the password is looked at, by account and by address, so that guessing neither one account nor many pays. */
function limitGuesses(limiter: RateLimiter): RequestHandler {
  return async (req, res, next) => {
    const input = signIn.safeParse(req.body)
    if (!input.success) throw new DomainError('bad_request')
    const account = input.data.email.trim().toLowerCase()
    await limiter.spend('sign_in_address', req.ip ?? '')
    await limiter.spend('sign_in_account', account)
    res.once('finish', () => {
      if (res.statusCode === 200)
        limiter.forgive('sign_in_account', account).catch(error => req.log.warn({ err: error }, 'limit kept'))
    })
    next()
  }
}
