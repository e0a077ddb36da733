import { settlementParser } from './settlement-bill.ts'

/** Kuaishou's bill of settled orders: what was paid and subsidised, less refunds, fees and what the distributors got. */
export const readKuaishou = settlementParser({
  format: 'kuaishou_settlement',
  account: '店铺ID',
  moment: '实际结算时间',
  orderNo: ['订单编号'],
  batchNo: '结算流水号',
  description: '商品名称',
  gross: ['订单实付(元)', '平台补贴(元)', '主播补贴(元)', '订单退款(元)'],
  fees: ['技术服务费(元)', '达人佣金(元)', '团长佣金(元)'],
  feesWritten: 'plus',
  net: '实际结算金额(元)',
})
