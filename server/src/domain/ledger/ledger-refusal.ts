import pg from 'pg'
import { DomainError } from '#domain/domain-error.ts'

/** What the functions of schema `ledger` raise, as the refusals that callers know; anything else stays as it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  const detail = error.detail ?? ''
  switch (error.code) {
    case 'HW001':
      return new DomainError('idempotency_conflict', { key: detail })
    case 'HW002':
      return new DomainError('insufficient_balance', { accountCode: detail })
    case 'HW003':
      return new DomainError('period_closed', { month: detail.slice(0, 7) })
    case 'HW004':
      return new DomainError('hold_resolved', { holdId: detail })
    default:
      return error
  }
}
