/** One row of what a shop platform settled. */
export interface SettledOrder {
  orderNo: string
  /** The part of the order; an order of one piece has one. */
  subOrderNo: string
  /** Counts the settlements of one order: what is refunded afterwards is the next. */
  phase: number
  title: string
  settledAt: Date
  /** Negative for what went back to the buyer after settlement. */
  paidFen: bigint
  platformSubsidyFen: bigint
  streamerSubsidyFen: bigint
  /** What went back before settlement, without sign. */
  refundedFen: bigint
  techFeeFen: bigint
  streamerFen: bigint
  leaderFen: bigint
  isRefund: boolean
}

export interface SettlementBill {
  shopNo: string
  batchNo: string
  orders: SettledOrder[]
}

export function grossOf(order: SettledOrder): bigint {
  return order.paidFen + order.platformSubsidyFen + order.streamerSubsidyFen - order.refundedFen
}

export function netOf(order: SettledOrder): bigint {
  return grossOf(order) - order.techFeeFen - order.streamerFen - order.leaderFen
}

/** A cell of the platforms' exports, quoted where it must be. */
export function csvCell(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

const EAST_OF_GREENWICH = 8 * 60 * 60 * 1000

/** `2026-11-30 08:00:00` in Shanghai. */
export function shanghaiTime(at: Date): string {
  return new Date(at.getTime() + EAST_OF_GREENWICH).toISOString().slice(0, 19).replace('T', ' ')
}

/** The sums of columns of money, in the order of the columns. */
export function sumColumns(rows: bigint[][]): bigint[] {
  const sums: bigint[] = []
  for (const row of rows) for (const [at, fen] of row.entries()) sums[at] = (sums[at] ?? 0n) + fen
  return sums
}

/** `2026-11-30` → `261130`. */
export function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '')
}
