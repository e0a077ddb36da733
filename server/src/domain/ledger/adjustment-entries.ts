import type { AdjustmentPair, PartyPair, PlatformPair } from '@haowu/shared/adjustments.ts'
import type { Fen } from '@haowu/shared/money.ts'
import {
  type AccountCode,
  available,
  badDebt,
  channelFee,
  commissionIncome,
  compensation,
  penaltyIncome,
  subsidy,
  suspense,
} from './accounts.ts'
import type { Entry, Leg } from './entry.ts'
import { movingLegs } from './entry.ts'

export interface AdjustmentLine {
  pair: AdjustmentPair
  partyId: string | null
  amountFen: Fen
}

type Ends = readonly [debit: AccountCode, credit: AccountCode]

/**
 * Between which accounts money may be moved by hand. Accounts that another table adds up to (what is pending, kept back, owed, held, on its
 * way to a bank) are none of them: they change only with the rows they are the sum of.
 */
const OF_PARTY: Record<PartyPair, (partyId: string) => Ends> = {
  compensation_paid: partyId => [compensation(), available(partyId)],
  compensation_returned: partyId => [available(partyId), compensation()],
  subsidy_paid: partyId => [subsidy(), available(partyId)],
  subsidy_returned: partyId => [available(partyId), subsidy()],
  commission_returned: partyId => [commissionIncome(), available(partyId)],
  commission_charged: partyId => [available(partyId), commissionIncome()],
  penalty_returned: partyId => [penaltyIncome(), available(partyId)],
  suspense_to_party: partyId => [suspense(), available(partyId)],
  party_to_suspense: partyId => [available(partyId), suspense()],
}
const OF_PLATFORM: Record<PlatformPair, Ends> = {
  suspense_to_fee: [channelFee(), suspense()],
  fee_to_suspense: [suspense(), channelFee()],
  suspense_to_loss: [badDebt(), suspense()],
  loss_to_suspense: [suspense(), badDebt()],
}

/** What people wrote down and others agreed to. */
export function adjustmentPosted(adjustment: {
  adjustmentId: string
  lines: readonly AdjustmentLine[]
  actor: string
}): Entry {
  return {
    key: `adjustment:${adjustment.adjustmentId}`,
    kind: 'adjustment_posted',
    refType: 'adjustment',
    refId: adjustment.adjustmentId,
    actor: adjustment.actor,
    legs: movingLegs(adjustment.lines.map(adjustmentLeg)),
  }
}

/** The leg of one line. Throws RangeError for a line whose pair and party do not belong together. */
export function adjustmentLeg({ pair, partyId, amountFen }: AdjustmentLine): Leg {
  const [debit, credit] = endsOf(pair, partyId)
  return { debit, credit, amountFen }
}

function endsOf(pair: AdjustmentPair, partyId: string | null): Ends {
  if (pair in OF_PLATFORM && partyId === null) return OF_PLATFORM[pair as PlatformPair]
  if (pair in OF_PARTY && partyId !== null) return OF_PARTY[pair as PartyPair](partyId)
  throw new RangeError(`${pair} with ${partyId ?? 'no party'}`)
}
