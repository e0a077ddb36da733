import type { ErrorRequestHandler } from 'express'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { TooManyRequests } from '../rate-limiter.ts'
import { tellLimit } from '../tell-limit.ts'
import { failureOf, requestIdOf, retryAfterSeconds, statusOf } from '../problem.ts'
import { problemText } from './problem-texts.ts'

/** What a refusal looks like (RFC 9457); `code` is stable, a program switches on it. */
export const problemBody = z.strictObject({
  type: z.literal('about:blank'),
  /** In the language asked for: what it is, and what to do about it. */
  title: z.string(),
  detail: z.string(),
  status: z.int(),
  code: z.string(),
  /** What the code speaks of: a limit, a state, an id. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Which parts of the call were refused and why, without their values. */
  issues: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
  requestId: z.string(),
})

/** A call that does not say what it should, with the places. */
export class InvalidCall extends DomainError {
  readonly issues: readonly z.core.$ZodIssue[]

  constructor(where: 'path' | 'query' | 'body', issues: readonly z.core.$ZodIssue[]) {
    super('bad_request', { where })
    this.issues = issues
  }
}

const ISSUES_TOLD = 50

/** Last in the chain of /api/v1. */
// oxlint-disable-next-line max-params -- Express knows a handler of errors by its four parameters
export const answerProblem: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  const failure = failureOf(req, error)
  const status = statusOf(failure)
  const retryAfter = retryAfterSeconds(failure)
  if (retryAfter) res.set('retry-after', String(retryAfter))
  if (failure instanceof TooManyRequests) tellLimit(res, failure.left)
  if (status === 401) res.set('www-authenticate', 'Bearer')
  const language = req.acceptsLanguages(['en', 'zh']) === 'zh' ? 'zh' : 'en'
  const problem: z.input<typeof problemBody> = {
    type: 'about:blank',
    ...problemText(failure, language),
    status,
    code: failure.code,
    facts: failure.facts,
    issues: failure instanceof InvalidCall ? failure.issues.slice(0, ISSUES_TOLD).map(toIssue) : [],
    requestId: requestIdOf(req),
  }
  res.vary('accept-language').set({ 'cache-control': 'no-store', 'content-language': language })
  res.status(status).type('application/problem+json').json(problem)
}

function toIssue({ path, code, message }: z.core.$ZodIssue) {
  return { path: path.join('.'), code: code ?? 'custom', message }
}
