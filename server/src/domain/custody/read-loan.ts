import type { LoanState } from '@haowu/shared/custody.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { LoanRow } from './list-loans.ts'
import type { LoanOf } from './loan-store.ts'
import { type CustodyStep, readChain } from './read-custody.ts'

export interface LoanDetail extends LoanRow {
  /** On the slip in the parcel; the borrower proves with it that he has the parcel. */
  code: string
  itemState: string
  sessionTitle: string | null
  reportCode: string | null
  refusedReason: string | null
  outCarrier: string | null
  outTrackingNo: string | null
  backCarrier: string | null
  backTrackingNo: string | null
  capturedFen: Fen | null
  /** What the deposit still holds for it; of a lost piece, until the case is decided. */
  heldFen: Fen | null
  foundAt: Date | null
  returnedFen: Fen | null
  caseId: string | null
  ruleVersion: number | null
  /** From when the supplier may declare the piece lost; null in states that have no such end. */
  claimAt: Date | null
  mayClaim: boolean
  chain: CustodyStep[]
}

/** One loan with its part of the chain of custody. Throws `not_found` for a loan of others. */
export async function readLoan(db: Db, { loanId, supplierId, streamerId }: LoanOf): Promise<LoanDetail> {
  const { value: windows } = await readRule(db, 'loan_days')
  const { rows } = await sql<Omit<LoanDetail, 'chain' | 'mayClaim'> & { now: Date }>`
    SELECT loan.id, loan.code, loan.state, loan.item_id, item.title AS item_title, item.supplier_sku AS sku,
      item.photos, item.category_code, item.state AS item_state, supplier.name AS supplier_name, streamer.name AS streamer_name,
      streamer.tier AS streamer_tier, loan.days, loan.reason, coalesce(loan.price_fen, item.price_fen) AS price_fen,
      loan.exposure_fen, loan.due_at, loan.overdue_at, loan.outcome, loan.created_at, loan.ended_at,
      live_session.title AS session_title, report.code AS report_code, loan.refused_reason, loan.out_carrier,
      loan.out_tracking_no, loan.back_carrier, loan.back_tracking_no, loan.captured_fen, loan.found_at, loan.returned_fen, loan.case_id, loan.rule_version,
      (SELECT amount_fen FROM deposit_hold WHERE reason = 'loan' AND ref_id = loan.id AND state = 'open') AS held_fen,
      app_now() AS now,
      CASE loan.state WHEN 'sent_back' THEN loan.due_at
        WHEN 'shipped' THEN loan.due_at + ${windows.lostAfter}::int * interval '1 day'
        WHEN 'received' THEN loan.due_at + ${windows.lostAfter}::int * interval '1 day' END AS claim_at
    FROM sample_loan AS loan JOIN item ON item.id = loan.item_id JOIN party AS supplier ON supplier.id = loan.supplier_id
      JOIN party AS streamer ON streamer.id = loan.streamer_id
      LEFT JOIN live_session ON live_session.id = loan.session_id
      LEFT JOIN report ON report.id = coalesce(loan.report_id, item.report_id)
    WHERE loan.id = ${loanId} AND (${supplierId ?? null}::uuid IS NULL OR loan.supplier_id = ${supplierId ?? null})
      AND (${streamerId ?? null}::uuid IS NULL OR loan.streamer_id = ${streamerId ?? null})
  `.execute(db)
  const [found] = rows
  if (!found) throw new DomainError('not_found', { what: 'loan' })
  const { now, ...loan } = found
  const mayClaim = loan.claimAt !== null && loan.claimAt <= now
  return { ...loan, mayClaim, chain: await readChain(db, { itemId: loan.itemId, loanId }) }
}

const CODE_SHOWN_TO_BORROWER: ReadonlySet<LoanState> = new Set(['received', 'sent_back', 'returned'])

/** What the borrower may see of it: the code only once he has shown that the parcel is his. */
export function asBorrowerSees(loan: LoanDetail): Omit<LoanDetail, 'code'> & { code: string | null } {
  return { ...loan, code: CODE_SHOWN_TO_BORROWER.has(loan.state) ? loan.code : null }
}

/** The supplier's loan that a scanned slip belongs to. Throws `not_found`. */
export async function findOwnLoan(
  db: Db,
  { supplierId, loanCode }: { supplierId: string; loanCode: string },
): Promise<string> {
  const row = await db
    .selectFrom('sampleLoan')
    .select('id')
    .where('code', '=', loanCode)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'loan' })
  return row.id
}
