import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface StoredReview {
  state: 'asked' | 'upheld' | 'overturned'
  askedAt: Date
  reason: string | null
  decidedAt: Date | null
  returnedFen: Fen | null
  cancelledFen: Fen | null
}

/** The late appeal of a case; a case has at most one. */
export async function findReview(db: Db, caseId: string): Promise<StoredReview | undefined> {
  const row = await db
    .selectFrom('caseReview')
    .select(['state', 'askedAt', 'reason', 'decidedAt', 'returnedFen', 'cancelledFen'])
    .where('caseId', '=', caseId)
    .executeTakeFirst()
  return row as StoredReview | undefined
}

/** False when one was asked for before. */
export async function insertReview(
  trx: Transaction<Database>,
  review: { caseId: string; askedBy: string; ruleVersion: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('caseReview')
    .values(review)
    .onConflict(conflict => conflict.column('caseId').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export interface DecidedReview {
  caseId: string
  state: 'upheld' | 'overturned'
  decidedBy: string
  reason: string
  returnedFen: Fen | null
  cancelledFen: Fen | null
}

/** Ends what waits to be heard; the case is locked by whoever hears it. */
export async function endReview(
  trx: Transaction<Database>,
  { caseId, ...decided }: DecidedReview,
): Promise<void> {
  await trx
    .updateTable('caseReview')
    .set({ ...decided, decidedAt: sql<Date>`app_now()` })
    .where('caseId', '=', caseId)
    .where('state', '=', 'asked')
    .execute()
}

/** What was found in this case (row or alias `trust_case`) was taken back later. */
export const wasOverturnedLater = sql<boolean>`EXISTS (
  SELECT FROM case_review WHERE case_review.case_id = trust_case.id AND case_review.state = 'overturned')`
