import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'

/** An expected refusal: a stable code and the facts a message needs. It knows no HTTP status; each door maps it. */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(code)
    this.code = code
    this.facts = facts
  }
}
