import { alipayParser } from './alipay-bill.ts'

/** Alipay's bill of trades: what buyers paid and got back, with what Alipay keeps of it beside each. */
export const readAlipayTrade = alipayParser({
  format: 'alipay_trade',
  isNumbered: true,
  needed: ['支付宝交易号', '商户订单号', '业务类型', '完成时间', '商家实收（元）', '服务费（元）'],
  moment: '完成时间',
  counterparty: '对方账户',
  description: '商品名称',
  status: '业务类型',
  footers: { 交易合计: 'credits', 退款合计: 'debits' },
  read: ({ text, fen }) => {
    const isRefund = text('业务类型') === '退款'
    return {
      kind: isRefund ? 'refund' : 'payment',
      amountFen: fen('商家实收（元）'),
      // Written with its minus: what we pay is a positive fee.
      feeFen: -fen('服务费（元）'),
      ownNo: text(isRefund ? '退款批次号/请求号' : '商户订单号') || null,
      channelNo: text('支付宝交易号') || null,
      batchNo: null,
    }
  },
})
