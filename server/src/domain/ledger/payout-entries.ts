import type { Fen } from '@haowu/shared/money.ts'
import { available, bank, payoutDue, sent, taxPayable } from './accounts.ts'
import { type Entry, type Leg, movingLegs } from './entry.ts'
import { SYSTEM, type Caused, type PartyAmount } from './entry-facts.ts'

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
