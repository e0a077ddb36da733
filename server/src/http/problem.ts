import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { asDomainError } from '#api/expected-failure.ts'
import { ERROR_MAP } from '#api/error-map.ts'
import type { FailureData } from '#api/format-error.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Seconds after which trying again makes sense when the database was away. */
export const RETRY_AFTER_SECONDS = 2

/** One shape for every refusal, also outside tRPC, so that a screen has one way to read them. */
function answerProblem(req: Request, res: Response, failure: DomainError): void {
  const code = ERROR_MAP[failure.code]
  const httpStatus = statusOf(failure)
  const data: FailureData = {
    code,
    httpStatus,
    reason: failure.code,
    facts: failure.facts,
    issues: [],
    requestId: requestIdOf(req),
  }
  const retryAfter = retryAfterSeconds(failure)
  if (retryAfter) res.set('retry-after', String(retryAfter))
  res.set('cache-control', 'no-store')
  res.status(httpStatus).json({ error: { code: TRPC_ERROR_CODES_BY_KEY[code], message: failure.code, data } })
}

export function retryAfterSeconds({ code, facts }: DomainError): number | undefined {
  if (code === 'too_many_requests') return Number(facts.retryAfterSeconds ?? RETRY_AFTER_SECONDS)
  return ERROR_MAP[code] === 'SERVICE_UNAVAILABLE' ? RETRY_AFTER_SECONDS : undefined
}

export function requestIdOf(req: Request): string {
  return String(req.id)
}

/** Last in the chain: expected failures by their code, everything else logged whole and answered `internal`. */
// oxlint-disable-next-line max-params -- Express knows a handler of errors by its four parameters
export const answerError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  answerProblem(req, res, failureOf(req, error))
}

/** What the caller is told of an error; one that nobody expected is logged whole. */
export function failureOf(req: Request, error: unknown): DomainError {
  const failure = asDomainError(error) ?? asBodyFailure(error)
  if (!failure) req.log.error({ err: error }, 'unexpected failure')
  return failure ?? new DomainError('internal')
}

export function statusOf(failure: DomainError): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: ERROR_MAP[failure.code] }))
}

/** What the body reader and the router of Express refuse by themselves. */
function asBodyFailure(error: unknown): DomainError | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  const codes: Record<number, ErrorCode> = {
    400: 'bad_request',
    404: 'not_found',
    413: 'payload_too_large',
    415: 'unsupported_media_type',
  }
  const code = typeof status === 'number' ? codes[status] : undefined
  const facts: ErrorFacts =
    code === 'payload_too_large' && error instanceof Error && 'limit' in error
      ? { limitBytes: Number(error.limit) }
      : {}
  return code && new DomainError(code, facts)
}
