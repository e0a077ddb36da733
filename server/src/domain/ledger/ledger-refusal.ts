import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import pg from 'pg'
import { DomainError } from '#domain/domain-error.ts'

/** What the functions of schema `ledger` raise, by SQL state, and what their detail says. */
const REFUSALS: Record<string, { code: ErrorCode; facts: (detail: string) => ErrorFacts }> = {
  HW001: { code: 'idempotency_conflict', facts: key => ({ key }) },
  HW002: { code: 'insufficient_balance', facts: accountCode => ({ accountCode }) },
  HW003: { code: 'period_closed', facts: day => ({ month: day.slice(0, 7) }) },
  HW004: { code: 'hold_resolved', facts: holdId => ({ holdId }) },
}

/** The refusal that callers know, when the error is one of the ledger's own; anything else as it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  const refusal = REFUSALS[error.code ?? '']
  return refusal ? new DomainError(refusal.code, refusal.facts(error.detail ?? '')) : error
}
