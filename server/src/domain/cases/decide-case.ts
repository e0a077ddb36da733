import type { CaseOutcome } from '@haowu/shared/cases.ts'
import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockCase, readNow, recordEvent, type StoredCase } from './case-store.ts'
import { findProposal, insertDecision, secondPersonFacts } from './decision-store.ts'
import { bringIntoForce } from './bring-into-force.ts'
import { previewDecision } from './preview-decision.ts'

export interface DecideCase {
  caseId: string
  outcome: CaseOutcome
  /** For clauses whose amount is set case by case. */
  amountFen?: Fen | undefined
  refundOrder: boolean
  reason: string
  actor: string
}

export interface Decided {
  /** True when it waits for a second person. */
  isProposal: boolean
}

/**
 * Decides a case in the first round, with the clause and the rules that were in force at the event and the arithmetic stored
 * beside it. Nothing is found against a party that has not answered before its deadline is over (`case_state {state, until}`).
 * From the limit on it is only a proposal, which a second person confirms or sends back.
 */
export async function decideCase({ db }: { db: Db }, input: DecideCase): Promise<Decided> {
  return db.transaction().execute(async trx => {
    const found = await lockCase(trx, input.caseId)
    await refuseEarly(trx, found, input.outcome)
    const preview = await previewDecision(trx, found, input)
    const decision = await insertDecision(trx, {
      caseId: found.id,
      round: 1,
      maker: input.actor,
      reason: input.reason,
      preview,
    })
    await recordAct(trx, {
      actor: input.actor,
      action: decision.state === 'proposed' ? 'case_decision_proposed' : 'case_decided',
      subjectType: 'case',
      subjectId: found.id,
      facts: {
        outcome: decision.outcome,
        amountFen: decision.amountFen.toString(),
        refund: decision.refundOrder,
      },
    })
    if (decision.state === 'proposed') {
      await recordEvent(trx, found.id, {
        actor: input.actor,
        action: 'decision_proposed',
        fromState: found.state,
        toState: found.state,
        facts: { amountFen: decision.amountFen.toString() },
      })
      return { isProposal: true }
    }
    await bringIntoForce(trx, found, decision)
    return { isProposal: false }
  })
}

async function refuseEarly(
  trx: Transaction<Database>,
  found: StoredCase,
  outcome: CaseOutcome,
): Promise<void> {
  const { state, answerUntil, answeredAt } = found
  if (state !== 'evidence_requested') throw new DomainError('case_state', { state })
  const proposal = await findProposal(trx, found.id)
  if (proposal) throw new DomainError('second_person_needed', secondPersonFacts(proposal))
  if (outcome === 'dismissed' || answeredAt !== null || answerUntil === null) return
  if ((await readNow(trx)) <= answerUntil)
    throw new DomainError('case_state', { state, until: answerUntil.toISOString() })
}
