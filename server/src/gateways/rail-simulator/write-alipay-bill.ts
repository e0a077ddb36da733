import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { encodeGb18030 } from '../encode-gb18030.ts'
import type { RailTrade } from './read-trades.ts'
import { chinaTime } from './write-trade-bill.ts'
import { writeZip } from '#gateways/write-zip.ts'

const BPS = 10_000n
const TRADE =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'
const ACCOUNT =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注'

export interface AlipayBillSettings {
  sellerNo: string
  day: string
  feeBps?: bigint
  openingFen?: bigint
  /** Which of the two tables of the archive comes first. */
  summaryFirst?: boolean
  /** Columns of a later version: turned round. */
  turned?: boolean
}

/** Alipay's bill of trades (`业务明细`): an archive of two tables in GBK under names in GBK, the rows and their summary. */
export function writeAlipayTrade(trades: RailTrade[], settings: AlipayBillSettings): Buffer {
  const feeOf = ({ kind, amountFen }: RailTrade) =>
    ((kind === 'payment' ? -1n : 1n) * amountFen * (settings.feeBps ?? 0n)) / BPS
  const rows = trades.map(trade => {
    const isRefund = trade.kind === 'refund'
    const amount = writeYuan(isRefund ? -trade.amountFen : trade.amountFen)
    const at = chinaTime(trade.at)
    return [
      trade.transactionId,
      trade.outTradeNo,
      isRefund ? '退款' : '交易',
      bare(trade.subject),
      at,
      at,
      '',
      '',
      '',
      '',
      '*买家(buy***@example.com)',
      amount,
      amount,
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '',
      '0.00',
      '0.00',
      trade.outRefundNo ?? '',
      writeYuan(feeOf(trade)),
      '0.00',
      '',
    ]
  })
  const sides = sidesOf(trades)
  return archive(settings, '业务明细', {
    header: TRADE,
    rows,
    footers: [
      `#交易合计：${sides.inCount}笔，商家实收共${writeYuan(sides.inFen)}元，商家优惠共0.00元`,
      `#退款合计：${sides.outCount}笔，商家实收退款共${writeYuan(-sides.outFen)}元，商家优惠退款共0.00元`,
    ],
  })
}

/** Alipay's bill of the account (`账务明细`): each row with what is left. */
export function writeAlipayAccount(trades: RailTrade[], settings: AlipayBillSettings): Buffer {
  let balance = settings.openingFen ?? 0n
  const rows = trades.map((trade, at) => {
    const isRefund = trade.kind === 'refund'
    balance += isRefund ? -trade.amountFen : trade.amountFen
    const amount = writeYuan(trade.amountFen)
    return [
      `${settings.day.replaceAll('-', '')}${String(at).padStart(8, '0')}`,
      trade.transactionId,
      trade.outRefundNo ?? trade.outTradeNo,
      bare(trade.subject),
      chinaTime(trade.at),
      '*买家',
      isRefund ? '' : amount,
      isRefund ? `-${amount}` : '',
      writeYuan(balance),
      '支付宝',
      isRefund ? '交易退款' : '在线支付',
      '',
    ]
  })
  const sides = sidesOf(trades)
  return archive(settings, '账务明细', {
    header: ACCOUNT,
    rows,
    footers: [
      `#支出合计：${sides.outCount}笔，共-${writeYuan(sides.outFen)}元,,,`,
      `#收入合计：${sides.inCount}笔，共${writeYuan(sides.inFen)}元,,,`,
    ],
  })
}

interface Table {
  header: string
  rows: string[][]
  footers: string[]
}

function archive(settings: AlipayBillSettings, name: string, { header, rows, footers }: Table): Buffer {
  const { sellerNo, day, summaryFirst = false, turned = false } = settings
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  const names = header.split(',')
  const order = turned ? [...names.keys()].reverse() : [...names.keys()]
  const inOrder = (cells: string[]) => order.map(at => cells[at] ?? '')
  const head = [
    `#支付宝${name.replace('明细', '')}明细查询`,
    `#账号：[${sellerNo}]`,
    `#起始日期：[${chineseDay(day)} 00:00:00]   终止日期：[${chineseDay(next)} 00:00:00]`,
  ]
  const detail = [
    ...head,
    `#-----------------------------------------${name}列表----------------------------------------`,
    inOrder(names).join(','),
    // What stands in a cell ends with a tab, so that a spreadsheet takes long numbers for words.
    ...rows.map(row =>
      inOrder(row)
        .map(cell => `${cell}\t`)
        .join(','),
    ),
    `#-----------------------------------------${name}列表结束------------------------------------`,
    ...footers,
    `#导出时间：[${chineseDay(next)} 10:00:00]`,
  ]
  const summary = [...head, '门店编号,门店名称,交易订单总笔数', `合计,,${rows.length}`]
  const file = (part: string, lines: string[]) => ({
    name: encodeGb18030(`${sellerNo}_${day}_${part}.csv`),
    content: encodeGb18030(`${lines.join('\r\n')}\r\n`),
  })
  const files = [file(name, detail), file(`${name}(汇总)`, summary)]
  return writeZip(summaryFirst ? files.reverse() : files)
}

function sidesOf(trades: RailTrade[]) {
  const sum = (kind: RailTrade['kind']) =>
    trades.filter(trade => trade.kind === kind).reduce((total, { amountFen }) => total + amountFen, 0n)
  const count = (kind: RailTrade['kind']) => trades.filter(trade => trade.kind === kind).length
  return {
    inFen: sum('payment'),
    inCount: count('payment'),
    outFen: sum('refund'),
    outCount: count('refund'),
  }
}

const bare = (text: string) => text.replace(/[,"\t\r\n]+/g, ' ')

const chineseDay = (day: string) => day.replace(/(\d+)-(\d+)-(\d+)/, '$1年$2月$3日')
