import { type SettledOrder, type SettlementBill, shortDay } from './settled-order.ts'
import { shopOrders } from './shop-orders.ts'
import { writeDouyinBill } from './write-douyin.ts'
import { writeKuaishouBill } from './write-kuaishou.ts'

export const PLATFORMS = ['kuaishou', 'douyin'] as const
export type Platform = (typeof PLATFORMS)[number]

/** What a platform may do to us; each bill agrees with itself but `wrong_total`. */
export const BILL_FAULTS = ['lost', 'double', 'one_fen', 'wrong_total'] as const
export type BillFault = (typeof BILL_FAULTS)[number]

/** The bill of one day of our shop on another platform, with a fault where one is asked for. */
export function writePlatformBill(
  platform: Platform,
  { shopNo, day, fault }: { shopNo: string; day: string; fault?: BillFault | undefined },
): { fileName: string; bytes: Buffer } {
  const batchNo = `${platform === 'kuaishou' ? 'KS' : 'DY'}${shortDay(day)}`
  const bill: SettlementBill = { shopNo, batchNo, orders: faulty(shopOrders(shopNo, day), fault) }
  const bytes = platform === 'kuaishou' ? writeKuaishouBill(bill) : writeDouyinBill(bill)
  return {
    fileName: `${platform}-${shopNo}-${day}.csv`,
    bytes: fault === 'wrong_total' ? miscount(bytes) : bytes,
  }
}

function faulty(orders: SettledOrder[], fault: BillFault | undefined): SettledOrder[] {
  const [first] = orders
  if (!first) return orders
  switch (fault) {
    case 'lost':
      return orders.slice(1)
    case 'double':
      return [first, ...orders]
    case 'one_fen':
      return [{ ...first, paidFen: first.paidFen + 1n }, ...orders.slice(1)]
    case 'wrong_total':
    case undefined:
      return orders
  }
}

/** The last line counts one row more than there are. */
function miscount(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString().replace(/（(\d+)笔）/, (_, count) => `（${Number(count) + 1}笔）`))
}
