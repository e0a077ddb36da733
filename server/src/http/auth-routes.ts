import { type Request as ExpressRequest, type Response as ExpressResponse, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { CLIENT_ADDRESS_HEADER } from './auth.ts'
import { SIZE_LIMITS } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { readJson } from './read-json.ts'

/** Signing in and out. Nothing else of the sign-in library is reachable, and its answers are told in our words. */
export function authRoutes({ auth, config }: Pick<AppDeps, 'auth' | 'config'>, limiter: RateLimiter): Router {
  const routes = Router()
  const bodyReader = readJson({ limitBytes: SIZE_LIMITS.signInBodyBytes })
  routes.post('/sign-in/email', ...bodyReader, async (req, res) => {
    const input = parseSignIn(req.body)
    await spendGuess(limiter, req, input.email)
    const answer = await auth.handler(toWebRequest(req, config.publicUrl, input))
    if (answer.ok) await limiter.forgive('sign_in_account', input.email)
    forward(answer, res)
  })
  routes.post('/sign-out', ...bodyReader, async (req, res) => {
    forward(await auth.handler(toWebRequest(req, config.publicUrl, {})), res)
  })
  return routes
}

const signIn = z.strictObject({
  email: z
    .string()
    .max(320)
    .transform(email => email.trim().toLowerCase()),
  password: z.string().max(1024),
})

function parseSignIn(body: unknown): z.infer<typeof signIn> {
  const input = signIn.safeParse(body)
  if (!input.success) throw new DomainError('bad_request')
  return input.data
}

/** Counts before the password is looked at, by account and by address: guessing one account or many must not pay. */
async function spendGuess(limiter: RateLimiter, req: ExpressRequest, email: string): Promise<void> {
  await limiter.spend('sign_in_address', req.ip ?? '')
  await limiter.spend('sign_in_account', email)
}

/** The origin has been checked before; the library, which knows one spelling of it, is told that one. */
function toWebRequest(req: ExpressRequest, publicUrl: string, body: object): Request {
  const headers = new Headers({
    'content-type': 'application/json',
    origin: publicUrl,
    [CLIENT_ADDRESS_HEADER]: req.ip ?? '',
  })
  for (const name of ['cookie', 'user-agent']) {
    const value = req.get(name)
    if (value !== undefined) headers.set(name, value)
  }
  return new Request(new URL(req.originalUrl, publicUrl), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
}

/** Passes on the cookies and nothing of the body: it would hand the session's token to scripts. */
function forward(answer: Response, res: ExpressResponse): void {
  if (answer.status === 429) {
    throw new DomainError('too_many_requests', {
      retryAfterSeconds: Number(answer.headers.get('x-retry-after') ?? 10),
    })
  }
  if (answer.status >= 500) throw new DomainError('unavailable')
  // One answer for a wrong password and an unknown account, so that nobody learns which e-mails exist.
  if (!answer.ok) throw new DomainError('unauthenticated')
  res.set('cache-control', 'no-store')
  res.append('set-cookie', answer.headers.getSetCookie())
  res.json({ ok: true })
}
