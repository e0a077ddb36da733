import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import {
  csvCell,
  netOf,
  type SettledOrder,
  type SettlementBill,
  shanghaiTime,
  sumColumns,
} from './settled-order.ts'

const MONEY = [
  '订单实付(元)',
  '平台补贴(元)',
  '主播补贴(元)',
  '订单退款(元)',
  '技术服务费(元)',
  '达人佣金(元)',
  '团长佣金(元)',
  '实际结算金额(元)',
]

/** Kuaishou's shape: UTF-8 with a mark, numbers behind a tab, fees without a sign, refunds with one. */
export function writeKuaishouBill({ shopNo, batchNo, orders }: SettlementBill): Buffer {
  const amounts = orders.map(moneyOf)
  const sums = orders.length > 0 ? sumColumns(amounts) : MONEY.map(() => 0n)
  const lines = [
    [`店铺ID：${shopNo}`],
    ['订单编号', '商品名称', ...MONEY, '实际结算时间', '结算流水号'],
    ...orders.map((order, at) => [
      `\t${numberOf(order)}`,
      order.title,
      ...(amounts[at] ?? []).map(fen => writeYuan(fen)),
      shanghaiTime(order.settledAt),
      batchNo,
    ]),
    [`合计（${orders.length}笔）`, '', ...sums.map(fen => writeYuan(fen)), '', ''],
  ]
  return Buffer.from(`\uFEFF${lines.map(cells => cells.map(csvCell).join(',')).join('\r\n')}\r\n`)
}

/** A refund afterwards has a row of its own under the number of its order. */
function numberOf({ orderNo, phase }: SettledOrder): string {
  return phase === 1 ? orderNo : `${orderNo}-${phase}`
}

function moneyOf(order: SettledOrder): bigint[] {
  return [
    order.isRefund ? 0n : order.paidFen,
    order.platformSubsidyFen,
    order.streamerSubsidyFen,
    (order.isRefund ? order.paidFen : 0n) - order.refundedFen,
    order.techFeeFen,
    order.streamerFen,
    order.leaderFen,
    netOf(order),
  ]
}
