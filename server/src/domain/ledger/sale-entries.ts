import type { Fen } from '@haowu/shared/money.ts'
import {
  available,
  channel,
  commissionIncome,
  deferred,
  escrow,
  pending,
  reserve,
  subsidy,
} from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { SYSTEM, type Caused, type PartyAmount, type Share, shareAccount } from './entry-facts.ts'

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
