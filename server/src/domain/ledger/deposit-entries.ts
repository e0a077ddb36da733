import type { Fen } from '@haowu/shared/money.ts'
import {
  type AccountCode,
  available,
  deposit,
  depositBank,
  depositHeld as depositHeldAccount,
  penaltyIncome,
  receivable,
  sent,
} from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { SYSTEM, type Caused, type PartyAmount } from './entry-facts.ts'

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

/** A piece that was paid for as lost was found, or the decision was overturned: the supplier gives back to the borrower's deposit what he does not keep. */
export function lostLoanReturned(
  loan: Caused & {
    loanId: string
    supplierId: string
    streamerId: string
    because: 'found' | 'overturned'
    availableFen: Fen
    receivableFen: Fen
  },
): Entry {
  const credit = deposit(loan.streamerId)
  return {
    key: `loan:${loan.loanId}:${loan.because}`,
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
