import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { moveCase, type StoredCase } from './case-store.ts'
import { readClause } from './clause.ts'
import type { StoredDecision } from './decision-store.ts'
import { endOfDayIn } from './request-evidence.ts'

/**
 * Makes a decision of a locked case count and tells both parties. In the first round it is carried out once the days for an
 * appeal are over; what an appeal decided, as soon as possible.
 */
export async function bringIntoForce(
  trx: Transaction<Database>,
  found: StoredCase,
  decision: StoredDecision,
): Promise<void> {
  const { outcome, amountFen, points, maker, checker } = decision
  const facts = { outcome, amountFen: amountFen.toString(), points, refund: decision.refundOrder }
  if (decision.round === 1) {
    const { appealDays } = await readClause(trx, found.clauseId)
    await moveCase(trx, found.id, {
      from: 'evidence_requested',
      to: 'decided',
      actor: checker ?? maker,
      action: 'decided',
      facts,
      set: {
        decidedBy: maker,
        ...(checker === null ? {} : { confirmedBy: checker }),
        appealUntil: endOfDayIn(appealDays),
        dueAt: endOfDayIn(appealDays),
      },
    })
  } else {
    await moveCase(trx, found.id, {
      from: 'appealed',
      to: 'overturned',
      actor: checker ?? maker,
      action: 'overturned',
      facts,
      set: { appealDecidedBy: maker, dueAt: sql<Date>`app_now()` },
    })
  }
  await tellSides(trx, found, { round: decision.round, facts })
}

export async function tellSides(
  trx: Transaction<Database>,
  { id, no, clauseCode, respondentId, claimantId }: StoredCase,
  { round, facts }: { round: 1 | 2; facts: ErrorFacts },
): Promise<void> {
  for (const partyId of [respondentId, ...(claimantId === null ? [] : [claimantId])]) {
    await tellParty(trx, {
      partyId,
      kind: round === 1 ? 'case_decided' : 'case_appeal_decided',
      key: `case:${id}:round${round}:${partyId}`,
      refId: id,
      facts: { caseNo: no, clause: clauseCode, ...facts },
    })
  }
}
