import { toFenText } from '@haowu/shared/money.ts'
import type { Clause } from '#domain/cases/clause.ts'
import type { CaseRow } from '#domain/cases/list-cases.ts'
import type { DecisionPreview } from '#domain/cases/preview-decision.ts'
import type { Evidence, ReadCase, ReadDecision } from '#domain/cases/read-case.ts'

/** How cases cross the wire: amounts as text, and to a party only what it may know. */
export function rowToWire({ atStakeFen, ...row }: CaseRow) {
  return { ...row, atStakeFen: toFenText(atStakeFen) }
}

export function clauseToWire({ schedule, ...clause }: Clause) {
  return {
    ...clause,
    schedule: schedule.map(({ amount, restrictions, ...step }) => ({ ...step, amount, restrictions })),
  }
}

export function previewToWire({
  amountFen,
  refund,
  heldFen,
  missingFen,
  compensationFen,
  secondFromFen,
  ...rest
}: DecisionPreview) {
  return {
    ...rest,
    amountFen: toFenText(amountFen),
    heldFen: toFenText(heldFen),
    missingFen: toFenText(missingFen),
    compensationFen: toFenText(compensationFen),
    secondFromFen: toFenText(secondFromFen),
    refund: { ...refund, amountFen: toFenText(refund.amountFen) },
  }
}

const SNAPSHOTS = ['order', 'terms', 'item', 'report']

/** What both sides see. The terms of the streamer are for those who traded by them, not for everybody who is in a case. */
export function caseToWire(found: ReadCase) {
  const { id, no, kind, state, claimantKind, respondentName, respondentKind, claimantName, comparison } =
    found
  return {
    caseId: id,
    caseNo: no,
    kind,
    state,
    claimantKind,
    claimantName,
    respondentId: found.respondentId,
    respondentName,
    respondentKind,
    orderId: found.orderId,
    orderNo: found.orderNo,
    orderState: found.orderState,
    itemTitle: found.itemTitle,
    clause: clauseToWire(found.clause),
    comparison,
    eventAt: found.eventAt,
    openedAt: found.openedAt,
    answerUntil: found.answerUntil,
    answeredAt: found.answeredAt,
    appealUntil: found.appealUntil,
    appealedAt: found.appealedAt,
    dueAt: found.dueAt,
    endedAt: found.endedAt,
    expectedFen: toFenText(found.expectedFen),
    heldFen: toFenText(found.heldFen),
    capturedFen: found.capturedFen === null ? null : toFenText(found.capturedFen),
    missingFen: found.missingFen === null ? null : toFenText(found.missingFen),
    review: found.review === undefined ? null : reviewToWire(found.review),
    /** A decision that was carried out and never appealed may still be, by whom it was found against. */
    mayAskReview: found.state === 'executed' && found.appealedAt === null && found.review === undefined,
    debt: found.debt === undefined ? null : debtToWire(found.debt),
    snapshots: found.evidence.filter(({ kind: what }) => SNAPSHOTS.includes(what)).map(evidenceToWire),
    said: found.evidence.filter(({ kind: what }) => !SNAPSHOTS.includes(what)).map(evidenceToWire),
    decisions: found.decisions.filter(decision => decision.state === 'in_force').map(decisionToWire),
    events: found.events
      .filter(({ action }) => !INSIDE_ACTIONS.includes(action))
      .map(({ id: eventId, at, action, fromState, toState, facts }) => ({
        id: eventId,
        at,
        action,
        fromState,
        toState,
        facts: facts as Record<string, string | number | boolean | null>,
      })),
  }
}

function reviewToWire({ returnedFen, cancelledFen, ...review }: NonNullable<ReadCase['review']>) {
  return {
    ...review,
    returnedFen: returnedFen === null ? null : toFenText(returnedFen),
    cancelledFen: cancelledFen === null ? null : toFenText(cancelledFen),
  }
}

function debtToWire({ amountFen, recoveredFen, writtenOffFen, ...debt }: NonNullable<ReadCase['debt']>) {
  return {
    ...debt,
    amountFen: toFenText(amountFen),
    recoveredFen: toFenText(recoveredFen),
    leftFen: toFenText(amountFen - recoveredFen - writtenOffFen),
  }
}

/** Steps of the platform among its own people. */
const INSIDE_ACTIONS = ['decision_proposed', 'decision_sent_back']

function evidenceToWire({ id, kind, side, content, hash, isIntact, createdAt }: Evidence) {
  return { id, kind, side, content: content as Record<string, unknown>, hash, isIntact, createdAt }
}

export function decisionToWire({ maker: _maker, checker: _checker, ...decision }: ReadDecision) {
  return { ...decision, amountFen: toFenText(decision.amountFen) }
}
