import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { bringIntoForce } from './bring-into-force.ts'
import { lockCase, recordEvent } from './case-store.ts'
import { findProposal, secondPersonFacts, settleProposal } from './decision-store.ts'

export interface CheckDecision {
  caseId: string
  actor: string
  verdict: 'confirm' | 'send_back'
}

/**
 * A second person confirms a proposed decision, which then counts, or sends it back to be decided anew. Throws
 * `second_person_needed` for whoever proposed it or already took part in the first round, `case_state` when nothing waits.
 */
export async function checkDecision(
  { db }: { db: Db },
  { caseId, actor, verdict }: CheckDecision,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockCase(trx, caseId)
    const proposal = await findProposal(trx, caseId)
    if (!proposal) throw new DomainError('case_state', { state: found.state })
    const tookPart = proposal.round === 2 && [found.decidedBy, found.confirmedBy].includes(actor)
    if (proposal.maker === actor || tookPart)
      throw new DomainError('second_person_needed', secondPersonFacts(proposal))
    const state = verdict === 'confirm' ? 'in_force' : 'refused'
    await settleProposal(trx, { decisionId: proposal.id, state, checker: actor })
    await recordAct(trx, {
      actor,
      action: verdict === 'confirm' ? 'case_decision_confirmed' : 'case_decision_sent_back',
      subjectType: 'case',
      subjectId: caseId,
      facts: { amountFen: proposal.amountFen.toString() },
    })
    if (verdict === 'confirm') return bringIntoForce(trx, found, { ...proposal, checker: actor })
    return recordEvent(trx, caseId, {
      actor,
      action: 'decision_sent_back',
      fromState: found.state,
      toState: found.state,
    })
  })
}
