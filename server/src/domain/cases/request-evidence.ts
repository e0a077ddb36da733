import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockCase, moveCase, type StoredCase } from './case-store.ts'
import { type Clause, readClause } from './clause.ts'

/** Asks the respondent to answer within the clause's days. Said again, it changes nothing. Throws `case_state`. */
export async function requestEvidence(
  { db }: { db: Db },
  { caseId, actor }: { caseId: string; actor: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockCase(trx, caseId)
    if (found.state === 'evidence_requested') return
    if (found.state !== 'open') throw new DomainError('case_state', { state: found.state })
    await requestEvidenceOf(trx, found, { actor, clause: await readClause(trx, found.clauseId) })
  })
}

/** The same for a case that is locked or was just written. The days end with the business day. */
export async function requestEvidenceOf(
  trx: Transaction<Database>,
  { id }: Pick<StoredCase, 'id'>,
  { actor, clause }: { actor: string; clause: Clause },
): Promise<void> {
  await moveCase(trx, id, {
    from: 'open',
    to: 'evidence_requested',
    actor,
    action: 'evidence_requested',
    facts: { days: clause.answerDays },
    set: { answerUntil: endOfDayIn(clause.answerDays) },
  })
}

/** The last instant of the business day so many days after today, in Shanghai. */
export function endOfDayIn(days: number) {
  return sql<Date>`((business_day(app_now()) + ${days + 1}::int)::timestamp AT TIME ZONE interval '8 hours') - interval '1 second'`
}
