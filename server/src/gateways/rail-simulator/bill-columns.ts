/** WeChat Pay's bill of trades comes in three kinds, each with columns of its own. */
export const TRADE_BILLS = ['ALL', 'SUCCESS', 'REFUND'] as const
export type TradeBill = (typeof TRADE_BILLS)[number]

const BEGIN = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
] as const
const TIMES = ['退款申请时间', '退款成功时间'] as const
const REFUND = ['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态'] as const
const MIDDLE = ['商品名称', '商户数据包', '手续费', '费率', '订单金额'] as const

export type TradeColumn =
  | (typeof BEGIN)[number]
  | (typeof TIMES)[number]
  | (typeof REFUND)[number]
  | (typeof MIDDLE)[number]
  | '申请退款金额'
  | '费率备注'

export const TRADE_COLUMNS: Record<TradeBill, readonly TradeColumn[]> = {
  ALL: [...BEGIN, ...REFUND, ...MIDDLE, '申请退款金额', '费率备注'],
  SUCCESS: [...BEGIN, ...MIDDLE, '费率备注'],
  REFUND: [...BEGIN, ...TIMES, ...REFUND, ...MIDDLE, '申请退款金额', '费率备注'],
}
