import { createHash } from 'node:crypto'
import type { SettledOrder } from './settled-order.ts'

const TITLES = ['冰种飘花手镯', '二手相机套机', '九成新手提包', '机械腕表', '智能手机 128G']
const ORDERS_PER_DAY = 12
const BPS = 10_000n

/**
 * What a shop on another platform settled on one day: made from the day alone, so that the same bill comes each time it is asked for.
 * Now and then a part went back before settlement, and on the next day a whole order after it.
 */
export function shopOrders(shopNo: string, day: string): SettledOrder[] {
  const orders = Array.from({ length: ORDERS_PER_DAY }, (_, at) => firstSettlement(shopNo, day, at))
  const yesterday = new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
  const taken = firstSettlement(shopNo, yesterday, 0)
  return [...orders, { ...turnRound(taken), settledAt: settledAt(day, ORDERS_PER_DAY) }]
}

function firstSettlement(shopNo: string, day: string, at: number): SettledOrder {
  const dice = createHash('sha256').update(`${shopNo}:${day}:${at}`).digest()
  const paidFen = BigInt(10_000 + (dice.readUInt32BE(0) % 500_000))
  const platformSubsidyFen = at % 4 === 1 ? 1_000n : 0n
  const streamerSubsidyFen = at % 5 === 2 ? 500n : 0n
  const refundedFen = at % 6 === 3 ? paidFen / 10n : 0n
  const base = paidFen - refundedFen
  return {
    orderNo: numberOf(dice, 4),
    subOrderNo: numberOf(dice, 12),
    phase: 1,
    title: TITLES[at % TITLES.length] ?? '',
    settledAt: settledAt(day, at),
    paidFen,
    platformSubsidyFen,
    streamerSubsidyFen,
    refundedFen,
    techFeeFen: (base * 200n) / BPS,
    streamerFen: (base * 1_500n) / BPS,
    leaderFen: at % 3 === 0 ? (base * 150n) / BPS : 0n,
    isRefund: false,
  }
}

/** Everything goes back, the fees too. */
function turnRound(order: SettledOrder): SettledOrder {
  return {
    ...order,
    phase: 2,
    paidFen: -(order.paidFen - order.refundedFen),
    platformSubsidyFen: -order.platformSubsidyFen,
    streamerSubsidyFen: -order.streamerSubsidyFen,
    refundedFen: 0n,
    techFeeFen: -order.techFeeFen,
    streamerFen: -order.streamerFen,
    leaderFen: -order.leaderFen,
    isRefund: true,
  }
}

function settledAt(day: string, at: number): Date {
  return new Date(Date.parse(`${day}T08:00:00+08:00`) + at * 60_000)
}

/** Nineteen digits, as the platforms have them. */
function numberOf(dice: Buffer, from: number): string {
  return `69${(dice.readBigUInt64BE(from) % 10n ** 17n).toString().padStart(17, '0')}`
}
