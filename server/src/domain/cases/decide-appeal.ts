import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { lockLostLoan } from '#domain/custody/settle-lost-loan.ts'
import { DomainError } from '#domain/domain-error.ts'
import { bringIntoForce, tellSides } from './bring-into-force.ts'
import { lockCase, moveCase, recordEvent, type StoredCase } from './case-store.ts'
import { decideReview } from './decide-review.ts'
import {
  findDecision,
  findProposal,
  insertDecision,
  secondPersonFacts,
  type StoredDecision,
} from './decision-store.ts'
import { previewDecision } from './preview-decision.ts'

export interface DecideAppeal {
  caseId: string
  outcome: 'upheld' | 'overturned'
  /** When a dismissal is overturned: the amount of a clause that sets it, and whether the buyer gets his money back. */
  amountFen?: Fen | undefined
  refundOrder?: boolean
  reason: string
  actor: string
}

/**
 * Hears an appeal: what was decided stands, or its opposite holds. Throws `second_person_needed` for whoever took part in the
 * first round, `case_state` when nothing was appealed. An overturned dismissal above the limit waits for another person still.
 */
export async function decideAppeal(
  { db }: { db: Db },
  input: DecideAppeal,
): Promise<{ isProposal: boolean }> {
  return db.transaction().execute(async trx => {
    await lockLostLoan(trx, input.caseId)
    const found = await lockCase(trx, input.caseId)
    if (found.state === 'executed') {
      await decideReview(trx, found, input)
      return { isProposal: false }
    }
    const decision = await findDecision(trx, input.caseId)
    if (found.state !== 'appealed' || !decision) throw new DomainError('case_state', { state: found.state })
    if ([found.decidedBy, found.confirmedBy].includes(input.actor))
      throw new DomainError('second_person_needed', { what: 'case_appeal' })
    const proposal = await findProposal(trx, found.id)
    if (proposal) throw new DomainError('second_person_needed', secondPersonFacts(proposal))
    await recordAct(trx, {
      actor: input.actor,
      action: `case_appeal_${input.outcome}`,
      subjectType: 'case',
      subjectId: found.id,
    })
    return input.outcome === 'upheld'
      ? uphold(trx, { found, decision, input })
      : overturn(trx, { found, decision, input })
  })
}

interface Hearing {
  found: StoredCase
  decision: StoredDecision
  input: DecideAppeal
}

async function uphold(
  trx: Transaction<Database>,
  { found, decision, input }: Hearing,
): Promise<{ isProposal: boolean }> {
  const { outcome, points } = decision
  const facts = { outcome, points, amountFen: decision.amountFen.toString(), refund: decision.refundOrder }
  await moveCase(trx, found.id, {
    from: 'appealed',
    to: 'upheld',
    actor: input.actor,
    action: 'upheld',
    facts: { ...facts, reason: input.reason },
    set: { appealDecidedBy: input.actor, dueAt: sql<Date>`app_now()` },
  })
  await tellSides(trx, found, { round: 2, facts })
  return { isProposal: false }
}

async function overturn(
  trx: Transaction<Database>,
  { found, decision, input }: Hearing,
): Promise<{ isProposal: boolean }> {
  const outcome = decision.outcome === 'found' ? 'dismissed' : 'found'
  const { amountFen, refundOrder = false, reason, actor } = input
  const preview = await previewDecision(trx, found, { outcome, amountFen, refundOrder })
  const second = await insertDecision(trx, { caseId: found.id, round: 2, maker: actor, reason, preview })
  if (second.state === 'in_force') {
    await bringIntoForce(trx, found, second)
    return { isProposal: false }
  }
  await recordEvent(trx, found.id, {
    actor,
    action: 'decision_proposed',
    fromState: found.state,
    toState: found.state,
    facts: { amountFen: second.amountFen.toString() },
  })
  return { isProposal: true }
}
