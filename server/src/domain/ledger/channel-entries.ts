import type { Fen } from '@haowu/shared/money.ts'
import {
  type AccountCode,
  badDebt,
  bank,
  channel,
  channelFee,
  channelKuaishou,
  suspense,
} from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { type Caused, SYSTEM } from './entry-facts.ts'
import { breakEntryKey } from './break-entry-key.ts'

/**
 * A channel hands what was paid on a day over to our bank, less what it keeps. Known when the bank's line is there. On a day on which more
 * went back to buyers than came in, the bank pays.
 */
export function channelHandedOver(
  handover: Caused & {
    account: string
    day: string
    netFen: Fen
    feeFen: Fen
    bookedAt: Date | undefined
    /** A shop platform holds what was paid in its rooms, and not our own channel. */
    ofShop?: boolean
  },
): Entry {
  const { account, day, netFen, feeFen, bookedAt, ofShop = false } = handover
  const against = ofShop ? channelKuaishou() : channel()
  return {
    key: `handover:${account}:${day}`,
    kind: 'channel_handed_over',
    refType: 'handover',
    refId: `${account}:${day}`,
    actor: handover.actor ?? SYSTEM,
    ...(bookedAt && { effectiveAt: bookedAt }),
    legs: movingLegs([
      towards({ account: bank(), against, amountFen: netFen }),
      towards({ account: channelFee(), against, amountFen: feeFen }),
    ]),
  }
}

/** The bank kept its charge for a batch of payouts out of the one amount that it booked. Known when its line is there, and booked once for the batch. */
export function batchCharged(
  charge: Caused & { batchId: string; feeFen: Fen; bookedAt: Date | undefined },
): Entry {
  const { batchId, feeFen, bookedAt } = charge
  return {
    key: `batch_charge:${batchId}`,
    kind: 'batch_charged',
    refType: 'payout_batch',
    refId: batchId,
    actor: charge.actor ?? SYSTEM,
    ...(bookedAt && { effectiveAt: bookedAt }),
    legs: movingLegs([{ debit: channelFee(), credit: bank(), amountFen: feeFen }]),
  }
}

const AGAINST = { fee: channelFee, suspense, write_off: badDebt }

/**
 * What a statement says and the books do not is booked: as what the channel took for its work, as money of which nobody knows yet whose
 * it is, or as lost. Two people agreed. A positive amount came into the account.
 */
export function breakAdjusted(
  adjustment: Caused & {
    breakId: string
    account: AccountCode
    amountFen: Fen
    as: keyof typeof AGAINST
    /** How often it was booked before and taken back. */
    takenBack: number
    /** The day the difference is of, while its month is open. */
    effectiveAt?: Date | undefined
  },
): Entry {
  const { breakId, account, amountFen, as, takenBack, effectiveAt } = adjustment
  const against = AGAINST[as]()
  return {
    key: breakEntryKey(breakId, takenBack),
    kind: 'break_adjusted',
    refType: 'break',
    refId: breakId,
    actor: adjustment.actor ?? SYSTEM,
    ...(effectiveAt && { effectiveAt }),
    legs: movingLegs([towards({ account, against, amountFen })]),
  }
}

function towards({
  account,
  against,
  amountFen,
}: {
  account: AccountCode
  against: AccountCode
  amountFen: Fen
}) {
  return amountFen >= 0n
    ? { debit: account, credit: against, amountFen }
    : { debit: against, credit: account, amountFen: -amountFen }
}
