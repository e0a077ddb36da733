import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import type { RailTrade } from './read-trades.ts'

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const BPS = 10_000n

/**
 * A bill of trades of the kind ALL, with the habits of the real one: no quotes, a backtick before each value, fees with five decimals, a
 * refund as a row of its own whose fee comes back, and a mark in front that says UTF-8.
 */
export function writeTradeBill(
  trades: RailTrade[],
  { merchantNo, feeBps }: { merchantNo: string; feeBps: bigint },
): Buffer {
  const rows = trades.map(trade => rowOf(trade, { merchantNo, feeBps }))
  const sum = (of: (trade: RailTrade) => bigint) => trades.reduce((total, trade) => total + of(trade), 0n)
  const paid = sum(({ kind, amountFen }) => (kind === 'payment' ? amountFen : 0n))
  const refunded = sum(({ kind, amountFen }) => (kind === 'refund' ? amountFen : 0n))
  const fees = sum(trade => feeOf(trade, feeBps))
  const totals = [
    String(trades.length),
    writeYuan(paid),
    writeYuan(refunded),
    '0.00',
    scaled(fees),
    writeYuan(paid),
    writeYuan(refunded),
  ]
  const lines = [HEADER, ...rows.map(ticked), SUMS, ticked(totals)]
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
}

/** In hundred-thousandths of a yuan. */
function feeOf({ kind, amountFen }: RailTrade, feeBps: bigint): bigint {
  const fee = (amountFen * 1_000n * feeBps) / BPS
  return kind === 'payment' ? fee : -fee
}

function scaled(fee: bigint): string {
  const digits = (fee < 0n ? -fee : fee).toString().padStart(6, '0')
  return `${fee < 0n ? '-' : ''}${digits.slice(0, -5)}.${digits.slice(-5)}`
}

function rowOf(trade: RailTrade, { merchantNo, feeBps }: { merchantNo: string; feeBps: bigint }): string[] {
  const { kind, at, transactionId, outTradeNo, amountFen, subject, status } = trade
  const amount = writeYuan(amountFen)
  const isRefund = kind === 'refund'
  return [
    chinaTime(at),
    'wx0haowu0simulator',
    merchantNo,
    '0',
    '',
    transactionId,
    outTradeNo,
    'o_sim_buyer',
    'NATIVE',
    isRefund ? 'REFUND' : 'SUCCESS',
    'OTHERS',
    'CNY',
    isRefund ? '0.00' : amount,
    '0.00',
    trade.refundId ?? '0',
    trade.outRefundNo ?? '0',
    isRefund ? amount : '0.00',
    '0.00',
    isRefund ? 'ORIGINAL' : '',
    isRefund ? status : '',
    subject.replaceAll('`', "'").replace(/[\r\n]+/g, ' '),
    '',
    scaled(feeOf(trade, feeBps)),
    `${Number(feeBps) / 100}%`,
    isRefund ? '0.00' : amount,
    isRefund ? amount : '0.00',
    '',
  ]
}

export function ticked(values: string[]): string {
  return values.map(value => `\`${value}`).join(',')
}

export function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
