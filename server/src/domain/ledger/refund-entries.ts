import type { Fen } from '@haowu/shared/money.ts'
import {
  available,
  channel,
  commissionRefund,
  compensation,
  escrow,
  receivable,
  refundDue,
  reserve,
  subsidy,
} from './accounts.ts'
import { type Entry, type Leg, movingLegs } from './entry.ts'
import {
  SYSTEM,
  type Caused,
  type PartyAmount,
  type Share,
  type DrawnFrom,
  shareAccount,
} from './entry-facts.ts'
import { pairUp, sumOf } from './pair-up.ts'

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

/** A refund takes its money once, wherever it stands: both ways share this key. */
function refundTaken(refund: Caused & { refundId: string }) {
  return {
    key: `refund:${refund.refundId}:claw`,
    refType: 'refund',
    refId: refund.refundId,
    actor: refund.actor ?? SYSTEM,
  }
}

function discountReturned({ orderId, discountFen = 0n }: Refunded): Leg {
  return { debit: refundDue(), credit: subsidy(), amountFen: discountFen, orderId }
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
