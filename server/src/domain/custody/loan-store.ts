import type { LoanState, ReturnOutcome } from '@haowu/shared/custody.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql, type UpdateObject } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { canLoanMove } from './loan.ts'

export interface LockedLoan {
  loanId: string
  code: string
  itemId: string
  itemTitle: string
  supplierId: string
  streamerId: string
  state: LoanState
  days: number
  reportId: string | null
  priceFen: Fen | null
  exposureFen: Fen | null
  outCarrier: string | null
  outTrackingNo: string | null
  backCarrier: string | null
  backTrackingNo: string | null
  outcome: ReturnOutcome | null
  caseId: string | null
  capturedFen: Fen | null
  /** Given back since the piece was found; null while it is not. */
  returnedFen: Fen | null
  dueAt: Date | null
  overdueAt: Date | null
  remindedAt: Date | null
}

/** Which loan, and whose it has to be; nobody's in particular for the job. */
export interface LoanOf {
  loanId: string
  supplierId?: string | undefined
  streamerId?: string | undefined
}

/**
 * Whoever moves a loan holds its lock first, then its item's, then the borrower's: acts on one loan take turns.
 * Throws `not_found` for a loan of others.
 */
export async function lockLoan(trx: Transaction<Database>, of: LoanOf): Promise<LockedLoan> {
  const [loan] = await lockLoans(trx, of, { skipLocked: false })
  if (!loan) throw new DomainError('not_found', { what: 'loan' })
  return loan
}

/** The same for the job, which leaves to others what they are working on. */
export async function tryLockLoan(
  trx: Transaction<Database>,
  loanId: string,
): Promise<LockedLoan | undefined> {
  const [loan] = await lockLoans(trx, { loanId }, { skipLocked: true })
  return loan
}

async function lockLoans(
  trx: Transaction<Database>,
  { loanId, supplierId, streamerId }: LoanOf,
  { skipLocked }: { skipLocked: boolean },
): Promise<LockedLoan[]> {
  const { rows } = await sql<LockedLoan>`
    SELECT loan.id AS loan_id, loan.code, loan.item_id, item.title AS item_title, loan.supplier_id, loan.streamer_id,
      loan.state, loan.days, loan.report_id, loan.price_fen, loan.exposure_fen, loan.out_carrier, loan.out_tracking_no,
      loan.back_carrier, loan.back_tracking_no, loan.outcome, loan.case_id, loan.captured_fen, loan.returned_fen, loan.due_at,
      loan.overdue_at, loan.reminded_at
    FROM sample_loan AS loan JOIN item ON item.id = loan.item_id
    WHERE loan.id = ${loanId} AND (${supplierId ?? null}::uuid IS NULL OR loan.supplier_id = ${supplierId ?? null})
      AND (${streamerId ?? null}::uuid IS NULL OR loan.streamer_id = ${streamerId ?? null})
    FOR NO KEY UPDATE OF loan ${skipLocked ? sql`SKIP LOCKED` : sql``}
  `.execute(trx)
  return rows
}

/** What the supplier's slip says, as the streamer who got the parcel reads it. */
export async function findLoanByCode(
  trx: Transaction<Database>,
  { code, streamerId }: { code: string; streamerId: string },
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('sampleLoan')
    .select('id')
    .where('code', '=', code)
    .where('streamerId', '=', streamerId)
    .executeTakeFirst()
  return row?.id
}

/** The database's clock, as a value to store. */
export const APP_NOW = sql<Date>`app_now()`

type LoanChange = Omit<UpdateObject<Database, 'sampleLoan', 'sampleLoan'>, 'id' | 'state' | 'dueAt'>

interface Move {
  to: LoanState
  /** Days from now until the next act is expected; none when the loan ends. */
  dueInDays?: number
  set?: LoanChange
}

/** Moves a locked loan. Throws `loan_state {state}` for a move that does not exist from where it stands. */
export async function moveLoan(trx: Transaction<Database>, loan: LockedLoan, move: Move): Promise<void> {
  const { to, dueInDays, set = {} } = move
  if (!canLoanMove(loan.state, to)) throw new DomainError('loan_state', { state: loan.state })
  const dueAt = dueInDays === undefined ? null : sql<Date>`app_now() + ${dueInDays}::int * interval '1 day'`
  const { numUpdatedRows } = await trx
    .updateTable('sampleLoan')
    .set({
      ...set,
      state: to,
      dueAt,
      overdueAt: null,
      ...(dueInDays === undefined ? { endedAt: sql<Date>`app_now()` } : {}),
    })
    .where('id', '=', loan.loanId)
    .where('state', '=', loan.state)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new DomainError('loan_state', { state: loan.state })
}

/** Loans of one borrower take turns, so that what was counted is what is lent. */
export async function lockBorrower(
  trx: Transaction<Database>,
  streamerId: string,
): Promise<{ state: string; tier: string }> {
  const party = await trx
    .selectFrom('party')
    .select(['state', 'tier'])
    .where('id', '=', streamerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!party) throw new DomainError('not_found', { what: 'party' })
  return party
}

export async function countLent(trx: Transaction<Database>, streamerId: string): Promise<number> {
  const { n } = await trx
    .selectFrom('sampleLoan')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('streamerId', '=', streamerId)
    .where('state', 'in', ['approved', 'shipped', 'received', 'sent_back'])
    .executeTakeFirstOrThrow()
  return n
}
