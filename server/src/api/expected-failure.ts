import type { ErrorCode } from '@haowu/shared/errors.ts'
import { TRPCError } from '@trpc/server'
import { DomainError } from '#domain/domain-error.ts'
import { ERROR_MAP } from './error-map.ts'

/** A domain failure, or a database that is away, as tRPC answers it; every other error stays as it is. */
export function toExpectedFailure(error: TRPCError): TRPCError {
  const failure = asDomainError(error.cause)
  if (!failure) return error
  return new TRPCError({ code: ERROR_MAP[failure.code], message: failure.code, cause: failure })
}

/** What an error thrown below means to the caller; undefined when nobody expected it. */
export function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  const code = databaseFailure(error)
  if (code) return new DomainError(code)
  // The sign-in library wraps what the database said.
  return error instanceof Error && error.cause !== undefined ? asDomainError(error.cause) : undefined
}

/** SQLSTATE classes and codes after which the same request may succeed a moment later. */
const PASSING_SQL_STATES = /^(08...|53[23]00|57P0[1-5]|57014|55P03|40001|40P01|25P03)$/
/** NUL or a lone surrogate in a text: PostgreSQL's refusal of an input that slipped through. */
const BAD_TEXT_SQL_STATES = /^(22021|22P05|22P02)$/
const PASSING_NODE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])
const PASSING_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout/

function databaseFailure(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (PASSING_SQL_STATES.test(code)) return 'unavailable'
  if (BAD_TEXT_SQL_STATES.test(code)) return 'bad_request'
  if (isSocketFailure(error, code)) return 'unavailable'
  if (PASSING_MESSAGES.test(error.message)) return 'unavailable'
  return undefined
}

/** Of a socket, not of a file that is missing: both may say ENOENT. */
function isSocketFailure(error: Error, code: string): boolean {
  const syscall = 'syscall' in error ? error.syscall : undefined
  return PASSING_NODE_CODES.has(code) && ['connect', 'read', 'write'].includes(String(syscall))
}
