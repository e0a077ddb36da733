import type { CaseOutcome } from '@haowu/shared/cases.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { type Selectable, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { TimedRestriction } from './penalty.ts'
import type { DecisionPreview } from './preview-decision.ts'

export type StoredDecision = Omit<
  Selectable<Database['caseDecision']>,
  'outcome' | 'restrictions' | 'round'
> & {
  outcome: CaseOutcome
  restrictions: TimedRestriction[]
  round: 1 | 2
}

export interface NewDecision {
  caseId: string
  round: 1 | 2
  maker: string
  reason: string
  preview: DecisionPreview
}

/** Above the limit it is a proposal until a second person confirms it. */
export async function insertDecision(
  trx: Transaction<Database>,
  { caseId, round, maker, reason, preview }: NewDecision,
): Promise<StoredDecision> {
  const { outcome, points, amountFen, refundOrder, restrictions, lines, ruleVersions, needsSecond } = preview
  const row = await trx
    .insertInto('caseDecision')
    .values({
      caseId,
      round,
      outcome,
      points,
      amountFen,
      refundOrder,
      restrictions: JSON.stringify(restrictions),
      calculation: JSON.stringify(lines),
      ruleVersions: JSON.stringify(ruleVersions),
      reason,
      needsSecond,
      maker,
      state: needsSecond ? 'proposed' : 'in_force',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as unknown as StoredDecision
}

/** The decision of a round that waits for a second person. */
export async function findProposal(
  trx: Transaction<Database>,
  caseId: string,
): Promise<StoredDecision | undefined> {
  const row = await trx
    .selectFrom('caseDecision')
    .selectAll()
    .where('caseId', '=', caseId)
    .where('state', '=', 'proposed')
    .executeTakeFirst()
  return row as unknown as StoredDecision | undefined
}

/** What a refusal says to whoever may not be the second person for this proposal. */
export function secondPersonFacts({ amountFen, ruleVersions }: StoredDecision): ErrorFacts {
  const { case_second_person_from: limit } = ruleVersions as { case_second_person_from: { version: number } }
  return {
    amountFen: amountFen.toString(),
    rule: 'case_second_person_from',
    ruleVersion: limit.version,
  }
}

/** What counts: the newest round that is in force. */
export async function findDecision(
  trx: Transaction<Database>,
  caseId: string,
): Promise<StoredDecision | undefined> {
  const row = await trx
    .selectFrom('caseDecision')
    .selectAll()
    .where('caseId', '=', caseId)
    .where('state', '=', 'in_force')
    .orderBy('round', 'desc')
    .executeTakeFirst()
  return row as unknown as StoredDecision | undefined
}

export async function settleProposal(
  trx: Transaction<Database>,
  { decisionId, state, checker }: { decisionId: string; state: 'in_force' | 'refused'; checker: string },
): Promise<void> {
  await trx
    .updateTable('caseDecision')
    .set({ state, checker, checkedAt: sql<Date>`app_now()` })
    .where('id', '=', decisionId)
    .where('state', '=', 'proposed')
    .execute()
}
