import { toFenText } from '@haowu/shared/money.ts'
import type { LoanRow } from '#domain/custody/list-loans.ts'
import type { LoanDetail } from '#domain/custody/read-loan.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export function loanRowToWire({
  priceFen,
  exposureFen,
  dueAt,
  overdueAt,
  createdAt,
  endedAt,
  ...row
}: LoanRow) {
  return {
    ...row,
    priceFen: toFenText(priceFen),
    exposureFen: exposureFen === null ? null : toFenText(exposureFen),
    dueAt: iso(dueAt),
    overdueAt: iso(overdueAt),
    createdAt: createdAt.toISOString(),
    endedAt: iso(endedAt),
  }
}

/** The code is null for whom it is not. */
export function loanToWire<Code extends string | null>(loan: Omit<LoanDetail, 'code'> & { code: Code }) {
  const {
    priceFen,
    exposureFen,
    capturedFen,
    heldFen,
    foundAt,
    returnedFen,
    dueAt,
    overdueAt,
    createdAt,
    endedAt,
    claimAt,
    chain,
    ...rest
  } = loan
  return {
    ...rest,
    priceFen: toFenText(priceFen),
    exposureFen: exposureFen === null ? null : toFenText(exposureFen),
    capturedFen: capturedFen === null ? null : toFenText(capturedFen),
    heldFen: heldFen === null ? null : toFenText(heldFen),
    foundAt: iso(foundAt),
    returnedFen: returnedFen === null ? null : toFenText(returnedFen),
    dueAt: iso(dueAt),
    overdueAt: iso(overdueAt),
    createdAt: createdAt.toISOString(),
    endedAt: iso(endedAt),
    claimAt: iso(claimAt),
    chain: chain.map(step => ({ ...step, at: step.at.toISOString() })),
  }
}
