import { settlementParser } from './settlement-bill.ts'

/** Douyin's bill of settled orders; an order that is settled in phases has a row for each, and so has a refund afterwards. */
export const readDouyin = settlementParser({
  format: 'douyin_settlement',
  account: '店铺ID',
  moment: '结算时间',
  orderNo: ['子订单号', '阶段'],
  batchNo: '结算单号',
  type: {
    header: '业务类型',
    kinds: { 已结算: 'settlement', 结算后退款: 'refund', 结算后退货退款: 'refund', 保证金退款: 'other' },
  },
  description: '商品名称',
  gross: ['用户实付', '平台优惠', '达人优惠', '结算前退款'],
  fees: ['平台服务费', '达人佣金', '渠道分成', '招商服务费', '站外推广费', '其他分成'],
  feesWritten: 'minus',
  net: '结算金额',
})
