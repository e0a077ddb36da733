import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_NUMBER, TRPCErrorShape } from '@trpc/server/rpc'
import { ZodError } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { REASON_OF_TRPC_CODE } from './error-map.ts'

/** What every refusal carries, whichever door gave it: a stable reason, facts for its message, an id to report. */
export interface FailureData {
  code: TRPCError['code']
  httpStatus: number
  reason: ErrorCode
  facts: ErrorFacts
  /** Which fields of the input were refused and why, without their values. */
  issues: { path: string; code: string }[]
  requestId: string | null
}

interface FormatterInput {
  shape: { code: TRPC_ERROR_CODE_NUMBER; data: { code: TRPCError['code']; httpStatus: number } }
  error: TRPCError
  ctx: { requestId: string } | undefined
}

/** Tells the reason and never the message: messages of unexpected errors hold connection strings and SQL. */
export function formatError({ shape, error, ctx }: FormatterInput): TRPCErrorShape<FailureData> {
  const reason = reasonOf(error)
  return {
    code: shape.code,
    message: reason,
    data: {
      code: error.code,
      httpStatus: shape.data.httpStatus,
      reason,
      facts: error.cause instanceof DomainError ? error.cause.facts : {},
      issues: error.cause instanceof ZodError ? error.cause.issues.flatMap(toIssues).slice(0, 50) : [],
      requestId: ctx?.requestId ?? null,
    },
  }
}

function reasonOf(error: TRPCError): ErrorCode {
  if (error.cause instanceof DomainError) return error.cause.code
  // tRPC has no code of its own for this one.
  if (error.code === 'BAD_REQUEST' && error.message.startsWith('Batch call exceeds')) return 'batch_too_large'
  return REASON_OF_TRPC_CODE[error.code] ?? 'internal'
}

function toIssues(issue: ZodError['issues'][number]): FailureData['issues'] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ path: [...issue.path, key].join('.').slice(0, 200), code: issue.code }))
  }
  return [{ path: issue.path.join('.'), code: issue.code }]
}
