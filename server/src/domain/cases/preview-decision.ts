import type { CaseOutcome } from '@haowu/shared/cases.ts'
import { type Fen, least } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { readLoanHold } from '#domain/custody/read-loan-hold.ts'
import { DomainError } from '#domain/domain-error.ts'
import { mayRefund } from '#domain/orders/order.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { baseOf, countEarlier, type StoredCase } from './case-store.ts'
import { type Clause, readClause } from './clause.ts'
import { calculatePenalty, type Penalty, type PenaltyLine, type TimedRestriction } from './penalty.ts'

export interface Proposal {
  outcome: CaseOutcome
  amountFen?: Fen | undefined
  refundOrder: boolean
}

export interface RefundPreview {
  /** Why the money cannot go back: the clause does not provide for it, there is no order, or its state. */
  refusal: 'clause' | 'no_order' | 'order_state' | null
  orderState: string | null
  amountFen: Fen
}

/** Versions of what a decision rests on: the clause at the event, the repeat window at the event, the limit now. */
export type UsedVersions = Record<'clause' | 'case_repeat_window' | 'case_second_person_from', UsedVersion>
export interface UsedVersion {
  id: string
  version: number
}

export interface DecisionPreview {
  outcome: CaseOutcome
  points: number
  amountFen: Fen
  restrictions: TimedRestriction[]
  lines: PenaltyLine[]
  refund: RefundPreview
  refundOrder: boolean
  /** What the case has set aside; the rest of the amount would be missing. */
  heldFen: Fen
  missingFen: Fen
  /** Of the amount, what a lost loan holds and its supplier gets; zero when the case is about something else. */
  compensationFen: Fen
  needsSecond: boolean
  secondFromFen: Fen
  ruleVersions: UsedVersions
}

const NOTHING: Penalty = { points: 0, amountFen: 0n, restrictions: [], lines: [] }

/**
 * What a decision would mean, to the fen, before anybody decides; `decideCase` stores exactly this. Throws `bad_request`
 * for an amount beyond the clause's limit, or a refund that cannot be made.
 */
export async function previewDecision(
  db: Db,
  found: StoredCase,
  proposal: Proposal,
): Promise<DecisionPreview> {
  const clause = await readClause(db, found.clauseId)
  const { case_repeat_window: repeat } = await readRules(db, { case_repeat_window: '*' }, found.eventAt)
  const { case_second_person_from: second } = await readRules(db, { case_second_person_from: '*' })
  const penalty =
    proposal.outcome === 'dismissed'
      ? NOTHING
      : calculatePenalty({
          schedule: clause.schedule,
          base: baseOf(found),
          earlier: await countEarlier(db, found, repeat.value.days),
          setFen: proposal.amountFen,
        })
  const refund = await previewRefund(db, found, clause)
  const refundOrder = proposal.outcome === 'found' && proposal.refundOrder
  if (refundOrder && refund.refusal !== null) throw new DomainError('bad_request', { field: 'refundOrder' })
  const compensationFen = least(await readLoanHold(db, found.id), penalty.amountFen)
  const restFen = penalty.amountFen - compensationFen
  const atStakeFen = penalty.amountFen + (refundOrder ? refund.amountFen : 0n)
  const secondFromFen = second.value.amountFen
  return {
    outcome: proposal.outcome,
    ...penalty,
    refund,
    refundOrder,
    heldFen: found.heldFen,
    missingFen: restFen > found.heldFen ? restFen - found.heldFen : 0n,
    compensationFen,
    needsSecond: atStakeFen >= secondFromFen,
    secondFromFen,
    ruleVersions: {
      clause: { id: clause.clauseId, version: clause.version },
      case_repeat_window: { id: repeat.id, version: repeat.version },
      case_second_person_from: { id: second.id, version: second.version },
    },
  }
}

async function previewRefund(db: Db, { orderId }: StoredCase, clause: Clause): Promise<RefundPreview> {
  if (orderId === null) return { refusal: 'no_order', orderState: null, amountFen: 0n }
  const { state, paidFen, refundedFen } = await db
    .selectFrom('orders')
    .select(['state', 'paidFen', 'refundedFen'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  const refund = { orderState: state, amountFen: paidFen - refundedFen }
  if (!clause.mayRefund) return { ...refund, refusal: 'clause' }
  return { ...refund, refusal: mayRefund(state, 'after_sale') ? null : 'order_state' }
}
