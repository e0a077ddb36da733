import { ERROR_CODES, type ErrorCode, type ErrorFacts } from '@haowu/shared/errors.ts'
import { z } from 'zod'

/** What a person is told about a call that did not succeed; `offline` never reached the server. */
export type Failure = { reason: ErrorCode | 'offline'; facts: ErrorFacts; requestId: string | null }

const failureData = z.object({
  reason: z.enum(ERROR_CODES),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({}),
  requestId: z.string().nullable().catch(null),
})
const carriesData = z.object({ data: failureData })

/** Any error of a query, mutation or upload as a reason with its facts; an unknown shape is `internal`. */
export function readFailure(error: unknown): Failure {
  const carried = carriesData.safeParse(error)
  if (carried.success) return carried.data.data
  const plain = failureData.safeParse(error)
  if (plain.success) return plain.data
  return { reason: isNetworkError(error) ? 'offline' : 'internal', facts: {}, requestId: null }
}

/** Whether asking again could help; refusals stay refusals. */
export function mayPass(error: unknown): boolean {
  return ['offline', 'unavailable', 'rail_unavailable', 'internal'].includes(readFailure(error).reason)
}

function isNetworkError(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof TypeError
}
