import type { Fen } from '@haowu/shared/money.ts'
import {
  type AccountCode,
  available,
  badDebt,
  bank,
  channel,
  commissionIncome,
  commissionRefund,
  compensation,
  deferred,
  deposit,
  depositBank,
  depositHeld as depositHeldAccount,
  escrow,
  payoutDue,
  penaltyIncome,
  pending,
  receivable,
  refundDue,
  reserve,
  sent,
  subsidy,
  suspense,
  taxPayable,
} from './accounts.ts'
import { type Entry, type Leg, movingLegs } from './entry.ts'
import { pairUp, sumOf } from './pair-up.ts'

/*
 * Every money event of the platform, one pure function each. Keys are built from the fact they record, so that
 * whoever repeats the fact repeats the key. Two events that exclude each other share a key.
 */

const SYSTEM = 'system'

interface Caused {
  /** Default: the system itself. */
  actor?: string | undefined
}

interface Share {
  role: string
  partyId: string
  amountFen: Fen
}

interface PartyAmount {
  partyId: string
  amountFen: Fen
}

/** Where an amount that a party gives after settlement stood: kept back, available, or nowhere any more. */
interface DrawnFrom {
  reserveFen: Fen
  availableFen: Fen
  receivableFen: Fen
}

/** A buyer paid. A discount that the platform grants is money it adds, so that the base of the split is whole. */
export function saleCaptured(
  sale: Caused & { orderId: string; paidFen: Fen; platformDiscountFen: Fen },
): Entry {
  const { orderId } = sale
  return {
    key: `order:${orderId}:paid`,
    kind: 'sale_captured',
    refType: 'order',
    refId: orderId,
    actor: sale.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: channel(), credit: escrow(), amountFen: sale.paidFen, orderId },
      { debit: subsidy(), credit: escrow(), amountFen: sale.platformDiscountFen, orderId },
    ]),
  }
}

/** The order's money is divided as `commission/split-order.ts` computed; the shares sum to its escrow, which ends at zero. */
export function saleSplit(split: Caused & { orderId: string; shares: Share[] }): Entry {
  const { orderId } = split
  return {
    key: `order:${orderId}:split:v1`,
    kind: 'sale_split',
    refType: 'order',
    refId: orderId,
    actor: split.actor ?? SYSTEM,
    legs: movingLegs(
      split.shares.map(share => ({
        debit: escrow(),
        credit: shareAccount(share),
        amountFen: share.amountFen,
        orderId,
      })),
    ),
  }
}

/** A batch of matured accruals, netted per party; the orders behind it stand in the accruals, what is kept back in reserves. */
export function saleSettled(
  batch: Caused & { batchId: string; lines: (PartyAmount & { reserveFen?: Fen })[]; platformFen: Fen },
): Entry {
  return {
    key: `settle:${batch.batchId}`,
    kind: 'sale_settled',
    refType: 'settlement_batch',
    refId: batch.batchId,
    actor: batch.actor ?? SYSTEM,
    legs: movingLegs([
      ...batch.lines.flatMap(({ partyId, amountFen, reserveFen = 0n }) => [
        { debit: pending(partyId), credit: available(partyId), amountFen: amountFen - reserveFen },
        { debit: pending(partyId), credit: reserve(partyId), amountFen: reserveFen },
      ]),
      { debit: deferred(), credit: commissionIncome(), amountFen: batch.platformFen },
    ]),
  }
}

type Refunded = Caused & {
  refundId: string
  orderId: string
  /** The part that the platform had paid for the buyer; it goes back where it came from. */
  discountFen?: Fen
}

/** A refund before settlement takes each party's part from what it has pending. */
export function saleRefunded(refund: Refunded & { claws: Share[] }): Entry {
  const { orderId } = refund
  return {
    ...refundTaken(refund),
    kind: 'sale_refunded',
    legs: movingLegs([
      ...refund.claws.map(claw => ({
        debit: shareAccount(claw),
        credit: refundDue(),
        amountFen: claw.amountFen,
        orderId,
      })),
      discountReturned(refund),
    ]),
  }
}

/** A refund after settlement: from what was kept back, then from what is available; what is missing is owed from now on. */
export function settledSaleRefunded(refund: Refunded & { claws: (Share & DrawnFrom)[] }): Entry {
  const { orderId } = refund
  return {
    ...refundTaken(refund),
    kind: 'settled_sale_refunded',
    legs: movingLegs([
      ...refund.claws.flatMap(claw =>
        drawnAccounts(claw).map(({ account: debit, amountFen }) => ({
          debit,
          credit: refundDue(),
          amountFen,
          orderId,
        })),
      ),
      discountReturned(refund),
    ]),
  }
}

/** A refund before the split takes the order's money from escrow. */
export function escrowRefunded(refund: Refunded & { amountFen: Fen }): Entry {
  const { orderId, amountFen } = refund
  return {
    ...refundTaken(refund),
    kind: 'escrow_refunded',
    legs: movingLegs([
      { debit: escrow(), credit: refundDue(), amountFen, orderId },
      discountReturned(refund),
    ]),
  }
}

function discountReturned({ orderId, discountFen = 0n }: Refunded): Leg {
  return { debit: refundDue(), credit: subsidy(), amountFen: discountFen, orderId }
}

/** Whoever was at fault makes good what a refund took from others. */
export function refundCompensated(
  refund: Caused & {
    refundId: string
    orderId: string
    bearer: { role: string; partyId: string } & DrawnFrom
    innocents: PartyAmount[]
  },
): Entry {
  const { orderId, bearer } = refund
  const sources =
    bearer.role === 'platform'
      ? [{ account: compensation(), amountFen: sumOf(refund.innocents) }]
      : drawnAccounts(bearer)
  return {
    key: `refund:${refund.refundId}:compensation`,
    kind: 'refund_compensated',
    refType: 'refund',
    refId: refund.refundId,
    actor: refund.actor ?? SYSTEM,
    legs: pairUp(
      sources,
      refund.innocents.map(({ partyId, amountFen }) => ({ account: available(partyId), amountFen })),
    ).map(leg => ({ ...leg, orderId })),
  }
}

type Recovery = Caused & PartyAmount & { recoveryId: string }

/** What a party earns pays first what it owes. */
export function receivableRecouped(recovery: Recovery): Entry {
  return receivableReduced(recovery, { kind: 'receivable_recouped', debit: available(recovery.partyId) })
}

/** After the days of the notice a party's free deposit stands in for what it owes. */
export function receivableDrawn(recovery: Recovery): Entry {
  return receivableReduced(recovery, { kind: 'receivable_drawn', debit: deposit(recovery.partyId) })
}

/** Given up by two people. */
export function receivableWrittenOff(recovery: Recovery): Entry {
  return receivableReduced(recovery, { kind: 'receivable_written_off', debit: badDebt() })
}

function receivableReduced(recovery: Recovery, { kind, debit }: { kind: string; debit: AccountCode }): Entry {
  const { recoveryId, partyId, amountFen } = recovery
  return {
    key: `recovery:${recoveryId}`,
    kind,
    refType: 'recovery',
    refId: recoveryId,
    actor: recovery.actor ?? SYSTEM,
    legs: movingLegs([{ debit, credit: receivable(partyId), amountFen }]),
  }
}

/** The days for which a part of a settlement was kept back are over. */
export function reserveReleased(release: Caused & PartyAmount & { reserveId: string }): Entry {
  const { reserveId, partyId, amountFen } = release
  return {
    key: `reserve:${reserveId}:released`,
    kind: 'reserve_released',
    refType: 'reserve',
    refId: reserveId,
    actor: release.actor ?? SYSTEM,
    legs: movingLegs([{ debit: reserve(partyId), credit: available(partyId), amountFen }]),
  }
}

/** A payment whose order can no longer be fulfilled: all of it goes back. */
export function latePaymentReceived(payment: Caused & { paymentId: string; amountFen: Fen }): Entry {
  return {
    key: `payment:${payment.paymentId}:late`,
    kind: 'late_payment_received',
    refType: 'payment',
    refId: payment.paymentId,
    actor: payment.actor ?? SYSTEM,
    legs: movingLegs([{ debit: channel(), credit: refundDue(), amountFen: payment.amountFen }]),
  }
}

/** Money of another amount than was asked for: it is there, so it is booked, and finance finds out whose it is. */
export function unmatchedPaymentReceived(
  payment: Caused & { paymentId: string; transactionId: string; amountFen: Fen },
): Entry {
  return {
    key: `payment:${payment.paymentId}:unmatched:${payment.transactionId}`,
    kind: 'unmatched_payment_received',
    refType: 'payment',
    refId: payment.paymentId,
    actor: payment.actor ?? SYSTEM,
    legs: movingLegs([{ debit: channel(), credit: suspense(), amountFen: payment.amountFen }]),
  }
}

/** The channel confirmed that the buyer has the money back. */
export function refundPaid(refund: Caused & { refundId: string; amountFen: Fen }): Entry {
  return {
    key: `refund:${refund.refundId}:done`,
    kind: 'refund_paid',
    refType: 'refund',
    refId: refund.refundId,
    actor: refund.actor ?? SYSTEM,
    legs: movingLegs([{ debit: refundDue(), credit: channel(), amountFen: refund.amountFen }]),
  }
}

export function depositPaidIn(payment: Caused & PartyAmount & { paymentId: string }): Entry {
  return {
    key: `payment:${payment.paymentId}:deposit`,
    kind: 'deposit_paid_in',
    refType: 'payment',
    refId: payment.paymentId,
    actor: payment.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: depositBank(), credit: deposit(payment.partyId), amountFen: payment.amountFen },
    ]),
  }
}

/** Post with `openHold`: held money moves only together with its hold. */
export function depositHeld(hold: Caused & PartyAmount & { key: string }): Entry {
  return {
    key: `hold:${hold.key}`,
    kind: 'deposit_held',
    refType: 'hold_key',
    refId: hold.key,
    actor: hold.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: deposit(hold.partyId), credit: depositHeldAccount(hold.partyId), amountFen: hold.amountFen },
    ]),
  }
}

/** Post with `releaseHold` or `expireHold`. */
export function depositHoldReleased(
  hold: Caused & PartyAmount & { holdId: bigint; expired?: boolean },
): Entry {
  const how = hold.expired ? 'expired' : 'released'
  return {
    key: `hold:${hold.holdId}:${how}`,
    kind: `deposit_hold_${how}`,
    refType: 'hold',
    refId: String(hold.holdId),
    actor: hold.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: depositHeldAccount(hold.partyId), credit: deposit(hold.partyId), amountFen: hold.amountFen },
    ]),
  }
}

interface Capture extends Caused {
  holdId: bigint
  partyId: string
  heldFen: Fen
  capturedFen: Fen
  /** Where the captured part goes: penalty income, refunds due to buyers, or what the party owes. */
  to: AccountCode
}

/** Post with `captureHold`: a part or all of a hold is kept, the rest goes back to the deposit. */
export function depositCaptured(capture: Capture): Entry {
  const held = depositHeldAccount(capture.partyId)
  return {
    key: `hold:${capture.holdId}:captured`,
    kind: 'deposit_captured',
    refType: 'hold',
    refId: String(capture.holdId),
    actor: capture.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: held, credit: capture.to, amountFen: capture.capturedFen },
      { debit: held, credit: deposit(capture.partyId), amountFen: capture.heldFen - capture.capturedFen },
    ]),
  }
}

/** A decision that was carried out was overturned: what it had captured is the party's deposit again. */
export function captureReturned(capture: Caused & PartyAmount & { captureId: string }): Entry {
  const { captureId, partyId, amountFen } = capture
  return {
    key: `deposit_capture:${captureId}:returned`,
    kind: 'deposit_capture_returned',
    refType: 'deposit_capture',
    refId: captureId,
    actor: capture.actor ?? SYSTEM,
    legs: movingLegs([{ debit: penaltyIncome(), credit: deposit(partyId), amountFen }]),
  }
}

/** The deposit did not cover what a case costs: the party owes the rest. */
export function casePenaltyOwed(penalty: Caused & PartyAmount & { caseId: string }): Entry {
  const { caseId, partyId, amountFen } = penalty
  return {
    key: `case:${caseId}:owed`,
    kind: 'case_penalty_owed',
    refType: 'case',
    refId: caseId,
    actor: penalty.actor ?? SYSTEM,
    legs: movingLegs([{ debit: receivable(partyId), credit: penaltyIncome(), amountFen }]),
  }
}

/** The case behind a debt was overturned: what is left is struck out, what was collected goes back where it came from. */
export function debtCancelled(
  debt: Caused & {
    receivableId: string
    partyId: string
    leftFen: Fen
    availableFen: Fen
    depositFen: Fen
  },
): Entry {
  const { receivableId, partyId } = debt
  const from = penaltyIncome()
  return {
    key: `receivable:${receivableId}:cancelled`,
    kind: 'debt_cancelled',
    refType: 'receivable',
    refId: receivableId,
    actor: debt.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: from, credit: receivable(partyId), amountFen: debt.leftFen },
      { debit: from, credit: available(partyId), amountFen: debt.availableFen },
      { debit: from, credit: deposit(partyId), amountFen: debt.depositFen },
    ]),
  }
}

/** A piece that was paid for as lost was found: the supplier gives back to the borrower's deposit what he does not keep. */
export function lostLoanReturned(
  loan: Caused & {
    loanId: string
    supplierId: string
    streamerId: string
    availableFen: Fen
    receivableFen: Fen
  },
): Entry {
  const credit = deposit(loan.streamerId)
  return {
    key: `loan:${loan.loanId}:found`,
    kind: 'lost_loan_returned',
    refType: 'loan',
    refId: loan.loanId,
    actor: loan.actor ?? SYSTEM,
    legs: movingLegs([
      { debit: available(loan.supplierId), credit, amountFen: loan.availableFen },
      { debit: receivable(loan.supplierId), credit, amountFen: loan.receivableFen },
    ]),
  }
}

type DepositExit = Caused & PartyAmount & { exitId: string; attempt: number }

/** A party leaves: what it has deposited is given to the rail. The floor of the deposit refuses more than is free. */
export function depositExitSent(exit: DepositExit): Entry {
  return depositExitStep(
    exit,
    { step: 'sent', kind: 'deposit_exit_sent' },
    { debit: deposit(exit.partyId), credit: sent(exit.partyId) },
  )
}

/** The rail says that the party has it. Excludes `depositExitFailed`. */
export function depositPaidOut(exit: DepositExit): Entry {
  return depositExitStep(
    exit,
    { step: 'finished', kind: 'deposit_paid_out' },
    { debit: sent(exit.partyId), credit: depositBank() },
  )
}

/** The rail says that nothing left: it is the party's deposit again. Excludes `depositPaidOut`. */
export function depositExitFailed(exit: DepositExit): Entry {
  return depositExitStep(
    exit,
    { step: 'finished', kind: 'deposit_exit_failed' },
    { debit: sent(exit.partyId), credit: deposit(exit.partyId) },
  )
}

function depositExitStep(
  exit: DepositExit,
  { step, kind }: { step: 'sent' | 'finished'; kind: string },
  move: { debit: AccountCode; credit: AccountCode },
): Entry {
  return {
    key: `deposit_exit:${exit.exitId}:${exit.attempt}:${step}`,
    kind,
    refType: 'deposit_exit',
    refId: exit.exitId,
    actor: exit.actor ?? SYSTEM,
    legs: movingLegs([{ ...move, amountFen: exit.amountFen }]),
  }
}

type Payout = Caused &
  PartyAmount & {
    payoutId: string
    /** The part of the amount that is withheld for the tax office; the rest goes to the party. */
    taxFen?: Fen
  }

/** The floor of the party's available balance refuses more than it has. */
export function payoutRequested(payout: Payout): Entry {
  const { partyId, amountFen, taxFen = 0n } = payout
  return payoutStep(payout, { step: 'requested', kind: 'payout_requested' }, [
    { debit: available(partyId), credit: payoutDue(partyId), amountFen },
    { debit: payoutDue(partyId), credit: taxPayable(), amountFen: taxFen },
  ])
}

/** The second person refused: the money is available again. Excludes `payoutSent`. */
export function payoutRejected(payout: Payout): Entry {
  const { partyId, amountFen, taxFen = 0n } = payout
  return payoutStep(payout, { step: 'decided', kind: 'payout_rejected' }, [
    { debit: taxPayable(), credit: payoutDue(partyId), amountFen: taxFen },
    { debit: payoutDue(partyId), credit: available(partyId), amountFen },
  ])
}

/** Given to the rail after approval. Excludes `payoutRejected`. */
export function payoutSent(payout: Payout): Entry {
  return payoutStep(payout, { step: 'decided', kind: 'payout_sent' }, [
    { debit: payoutDue(payout.partyId), credit: sent(payout.partyId), amountFen: netOf(payout) },
  ])
}

/** The rail says that the party has the money. Excludes `payoutFailed`. */
export function payoutConfirmed(payout: Payout): Entry {
  return payoutStep(payout, { step: 'finished', kind: 'payout_confirmed' }, [
    { debit: sent(payout.partyId), credit: bank(), amountFen: netOf(payout) },
  ])
}

/** The rail says that nothing left: available again; another attempt is another payout. Excludes `payoutConfirmed`. */
export function payoutFailed(payout: Payout): Entry {
  const { partyId, taxFen = 0n } = payout
  return payoutStep(payout, { step: 'finished', kind: 'payout_failed' }, [
    { debit: sent(partyId), credit: available(partyId), amountFen: netOf(payout) },
    { debit: taxPayable(), credit: available(partyId), amountFen: taxFen },
  ])
}

/** What had arrived came back from the bank: available again, untaxed. */
export function payoutReturned(payout: Payout): Entry {
  const { partyId, taxFen = 0n } = payout
  return payoutStep(payout, { step: 'returned', kind: 'payout_returned' }, [
    { debit: bank(), credit: available(partyId), amountFen: netOf(payout) },
    { debit: taxPayable(), credit: available(partyId), amountFen: taxFen },
  ])
}

function netOf({ amountFen, taxFen = 0n }: Payout): Fen {
  return amountFen - taxFen
}

function payoutStep(
  payout: Payout,
  { step, kind }: { step: 'requested' | 'decided' | 'finished' | 'returned'; kind: string },
  legs: Leg[],
): Entry {
  return {
    key: `payout:${payout.payoutId}:${step}`,
    kind,
    refType: 'payout',
    refId: payout.payoutId,
    actor: payout.actor ?? SYSTEM,
    legs: movingLegs(legs),
  }
}

/** A refund takes its money once, wherever it stands: both ways share this key. */
function refundTaken(refund: Caused & { refundId: string }) {
  return {
    key: `refund:${refund.refundId}:claw`,
    refType: 'refund',
    refId: refund.refundId,
    actor: refund.actor ?? SYSTEM,
  }
}

/** The platform's own share has become income, which is given back as such. */
function drawnAccounts({ role, partyId, ...from }: { role: string; partyId: string } & DrawnFrom) {
  if (role === 'platform') return [{ account: commissionRefund(), amountFen: from.availableFen }]
  return [
    { account: reserve(partyId), amountFen: from.reserveFen },
    { account: available(partyId), amountFen: from.availableFen },
    { account: receivable(partyId), amountFen: from.receivableFen },
  ]
}

/** The platform's own share waits among deferred income; everybody else's is pending. */
function shareAccount(share: Share): AccountCode {
  return share.role === 'platform' ? deferred() : pending(share.partyId)
}
