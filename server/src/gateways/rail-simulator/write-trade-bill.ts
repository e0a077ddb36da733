import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { TRADE_COLUMNS, type TradeBill, type TradeColumn } from './bill-columns.ts'
import type { RailTrade } from './read-trades.ts'

const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const BPS = 10_000n

export interface TradeBillSettings {
  merchantNo: string
  /** What the rail keeps of each payment. */
  feeBps: bigint
  type?: TradeBill
  /** Bills of the sandbox: no mark, no backtick before a line's first value, two blanks in a time, no end to the last line. */
  asSandbox?: boolean
}

/**
 * A bill of trades with the habits of the real one: no quotes, a backtick before each value, fees with five decimals, a refund as a row of
 * its own whose fee comes back, and a mark in front that says UTF-8.
 */
export function writeTradeBill(trades: RailTrade[], settings: TradeBillSettings): Buffer {
  const { feeBps, type = 'ALL', asSandbox = false } = settings
  const wanted = trades.filter(({ kind }) => type === 'ALL' || (kind === 'refund') === (type === 'REFUND'))
  const columns = TRADE_COLUMNS[type]
  const rows = wanted.map(trade => {
    const row = rowOf(trade, settings)
    return ticked(columns.map(column => row[column]))
  })
  const lines = [columns.join(','), ...rows, SUMS, ticked(sumsOf(wanted, feeBps))]
  if (!asSandbox) return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
  const bare = lines.map(line => line.replace(/^`/, '').replace(/^(\d{4}-\d\d-\d\d) /, '$1  '))
  return Buffer.from(bare.join('\n'))
}

function sumsOf(trades: RailTrade[], feeBps: bigint): string[] {
  const sum = (of: (trade: RailTrade) => bigint) => trades.reduce((total, trade) => total + of(trade), 0n)
  const paid = writeYuan(sum(({ kind, amountFen }) => (kind === 'payment' ? amountFen : 0n)))
  const refunded = writeYuan(sum(({ kind, amountFen }) => (kind === 'refund' ? amountFen : 0n)))
  const fees = scaled(sum(trade => feeOf(trade, feeBps)))
  return [String(trades.length), paid, refunded, '0.00', fees, paid, refunded]
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

function rowOf(trade: RailTrade, { merchantNo, feeBps }: TradeBillSettings): Record<TradeColumn, string> {
  const { at, transactionId, outTradeNo, subject, status } = trade
  const amount = writeYuan(trade.amountFen)
  const isRefund = trade.kind === 'refund'
  return {
    交易时间: chinaTime(at),
    公众账号ID: 'wx0haowu0simulator',
    商户号: merchantNo,
    特约商户号: '0',
    设备号: '',
    微信订单号: transactionId,
    商户订单号: outTradeNo,
    用户标识: 'o_sim_buyer',
    交易类型: 'NATIVE',
    交易状态: isRefund ? 'REFUND' : 'SUCCESS',
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    应结订单金额: isRefund ? '0.00' : amount,
    代金券金额: '0.00',
    退款申请时间: chinaTime(at),
    // A bill is never corrected: a refund that was under way stays so in it.
    退款成功时间: status === 'SUCCESS' ? chinaTime(at) : '',
    微信退款单号: trade.refundId ?? '0',
    商户退款单号: trade.outRefundNo ?? '0',
    退款金额: isRefund ? amount : '0.00',
    充值券退款金额: '0.00',
    退款类型: isRefund ? 'ORIGINAL' : '',
    退款状态: isRefund ? status : '',
    商品名称: subject.replaceAll('`', "'").replace(/[\r\n]+/g, ' '),
    商户数据包: '',
    手续费: scaled(feeOf(trade, feeBps)),
    费率: `${Number(feeBps) / 100}%`,
    订单金额: isRefund ? '0.00' : amount,
    申请退款金额: isRefund ? amount : '0.00',
    费率备注: '',
  }
}

export function ticked(values: string[]): string {
  return values.map(value => `\`${value}`).join(',')
}

export function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
