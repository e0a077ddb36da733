import { createExpressMiddleware } from '@trpc/server/adapters/express'
import { type RequestHandler, Router } from 'express'
import { readIdentity } from '#api/read-identity.ts'
import { appRouter } from '#api/router.ts'
import type { Context } from '#api/trpc.ts'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { SIZE_LIMITS } from './limits.ts'
import { requestIdOf, RETRY_AFTER_SECONDS, retryAfterSeconds } from './problem.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { readJson } from './read-json.ts'

/** Every procedure of the router under /api/trpc. */
export function trpcRoutes(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.use(limitCalls(limiter), limitBatch, ...readJson())
  routes.use(
    createExpressMiddleware({
      router: appRouter,
      createContext: ({ req }): Context => {
        let identity: ReturnType<typeof readIdentity> | undefined
        return {
          ...deps,
          limiter,
          requestId: requestIdOf(req),
          ip: req.ip ?? '',
          chosenMemberId: req.get('x-member-id'),
          readIdentity: () => {
            identity ??= readIdentity(deps, req.headers)
            return identity
          },
        }
      },
      maxBatchSize: SIZE_LIMITS.batch,
      responseMeta: ({ errors, ctx }) => ({
        headers: {
          ...headersOf(errors.map(error => error.cause)),
          // What tRPC refuses before it has a context it would send as plain text.
          ...(errors.length > 0 && !ctx ? { 'content-type': 'application/json' } : {}),
        },
      }),
      onError: ({ error, path, ctx, req }) => {
        const log = req.log ?? deps.log
        if (error.code === 'INTERNAL_SERVER_ERROR')
          log.error({ err: error.cause ?? error, path }, 'unexpected failure')
        else if (error.code === 'FORBIDDEN' || error.code === 'SERVICE_UNAVAILABLE') {
          log.warn({ code: error.code, path, requestId: ctx?.requestId }, 'refused')
        }
      },
    }),
  )
  return routes
}

function limitCalls(limiter: RateLimiter): RequestHandler {
  return async (req, _res, next) => {
    await limiter.spend('api', req.ip ?? '')
    next()
  }
}

/** Before anything is parsed: a batch of thousands is an attack on the parser itself. */
const limitBatch: RequestHandler = (req, _res, next) => {
  const calls = req.path.split(/,|%2C/i).length
  if (calls > SIZE_LIMITS.batch) throw new DomainError('batch_too_large', { limit: SIZE_LIMITS.batch })
  next()
}

function headersOf(causes: (Error | undefined)[]): Record<string, string> {
  const waits = causes.map(cause => (cause instanceof DomainError ? retryAfterSeconds(cause) : undefined))
  const longest = Math.max(0, ...waits.map(wait => wait ?? 0))
  return {
    'cache-control': 'no-store',
    ...(longest > 0 ? { 'retry-after': String(Math.max(longest, RETRY_AFTER_SECONDS)) } : {}),
  }
}
