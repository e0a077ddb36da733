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
  '用户实付',
  '平台优惠',
  '达人优惠',
  '结算前退款',
  '平台服务费',
  '达人佣金',
  '渠道分成',
  '招商服务费',
  '站外推广费',
  '其他分成',
  '结算金额',
]

/** Douyin's shape: a row for each phase, numbers behind an apostrophe, fees with their minus. */
export function writeDouyinBill({ shopNo, batchNo, orders }: SettlementBill): Buffer {
  const amounts = orders.map(moneyOf)
  const sums = orders.length > 0 ? sumColumns(amounts) : MONEY.map(() => 0n)
  const lines = [
    ['店铺ID', shopNo],
    ['结算时间', '结算单号', '主订单号', '子订单号', '阶段', '业务类型', '商品名称', ...MONEY],
    ...orders.map((order, at) => [
      shanghaiTime(order.settledAt),
      batchNo,
      `'${order.orderNo}`,
      `'${order.subOrderNo}`,
      String(order.phase),
      order.isRefund ? '结算后退款' : '已结算',
      order.title,
      ...(amounts[at] ?? []).map(fen => writeYuan(fen)),
    ]),
    [`合计（${orders.length}笔）`, '', '', '', '', '', '', ...sums.map(fen => writeYuan(fen))],
  ]
  return Buffer.from(`${lines.map(cells => cells.map(csvCell).join(',')).join('\n')}\n`)
}

function moneyOf(order: SettledOrder): bigint[] {
  return [
    order.paidFen,
    order.platformSubsidyFen,
    order.streamerSubsidyFen,
    -order.refundedFen,
    -order.techFeeFen,
    -order.streamerFen,
    0n,
    -order.leaderFen,
    0n,
    0n,
    netOf(order),
  ]
}
