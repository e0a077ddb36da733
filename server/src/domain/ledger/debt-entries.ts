import type { Fen } from '@haowu/shared/money.ts'
import { type AccountCode, available, badDebt, deposit, penaltyIncome, receivable } from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { SYSTEM, type Caused, type PartyAmount } from './entry-facts.ts'

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
