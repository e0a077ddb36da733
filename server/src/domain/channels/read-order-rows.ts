import {
  CHANNEL_STATUS,
  type ChannelOrderBody,
  channelOrderBody,
  type ChannelRowProblem,
} from '@haowu/shared/channel-orders.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readSmallTable, type TableLine } from '#domain/imports/read-small-table.ts'

const MOST_ORDER_ROWS = 500

export interface OrderRowProblem {
  line: number
  orderNo: string
  problem: ChannelRowProblem
  /** What stands in the cell. */
  found: string
}

export interface ReadOrderRows {
  orders: { line: number; order: ChannelOrderBody }[]
  problems: OrderRowProblem[]
}

/** By what each column is known, as the shop's own export and people write it. */
const HEADERS = {
  orderNo: /^(订单(编号|号|id)|order ?(no\.?|number|id)?)$/i,
  goodsNo: /^(商品(id|编号)|item ?id)$/i,
  skuNo: /^(sku ?(id|编号)?|规格id)$/i,
  code: /^(商家编码|货号|(sku ?)?code)$/i,
  title: /^(商品(标题|名称)?|title)$/i,
  quantity: /^(成交)?数量$|^(quantity|qty)$/i,
  paid: /^(实付(款|金额)?|订单实付)(\(元\))?$|^paid$/i,
  freight: /^运费(\(元\))?$|^freight$/i,
  refund: /^(退款金额|订单退款)(\(元\))?$|^refunded$/i,
  status: /^订单状态$|^status$/i,
  paidAt: /^(支付|付款)时间$|^paid at$/i,
  updatedAt: /^(订单)?更新时间$|^updated at$/i,
  name: /^(收货人|收件人)(姓名)?$|^name$/i,
  phone: /^(收货|收件)?(人)?(手机号?|电话)$|^phone$/i,
  region: /^(省市区|收货地区|所在地区)$|^region$/i,
  address: /^(详细|收货)地址$|^address$/i,
} as const
type Column = keyof typeof HEADERS
const NEEDED = ['orderNo', 'goodsNo', 'title', 'paid', 'status', 'paidAt'] as const satisfies Column[]

/**
 * Orders from a CSV, a workbook or what was pasted, with every line that cannot be taken and why. Throws `no_rows`, `too_many_rows`, `missing_column`, and what
 * reading a table throws.
 */
export async function readOrderRows(bytes: Buffer): Promise<ReadOrderRows> {
  const [header, ...rows] = await readSmallTable(bytes, MOST_ORDER_ROWS)
  if (!header || rows.length === 0) throw new DomainError('no_rows')
  if (rows.length > MOST_ORDER_ROWS) throw new DomainError('too_many_rows', { limit: MOST_ORDER_ROWS })
  const at = placeColumns(header)
  const result: ReadOrderRows = { orders: [], problems: [] }
  const seen = new Set<string>()
  for (const row of rows) {
    const read = readRow(row, at)
    if ('problem' in read) result.problems.push(read)
    else if (seen.has(read.oid))
      result.problems.push({ line: row.line, orderNo: read.oid, problem: 'order_twice', found: read.oid })
    else {
      seen.add(read.oid)
      result.orders.push({ line: row.line, order: read })
    }
  }
  return result
}

function placeColumns({ cells }: TableLine): Map<Column, number> {
  const at = new Map<Column, number>()
  for (const [column, name] of Object.entries(HEADERS) as [Column, RegExp][]) {
    const place = cells.findIndex(cell => name.test(cell.replace(/（/g, '(').replace(/）/g, ')')))
    if (place >= 0) at.set(column, place)
  }
  const missing = NEEDED.filter(column => !at.has(column))
  if (missing.length > 0)
    throw new DomainError('missing_column', { columns: missing.map(column => WORDS[column]).join('、') })
  return at
}

const WORDS: Record<(typeof NEEDED)[number], string> = {
  orderNo: '订单编号',
  goodsNo: '商品ID',
  title: '商品标题',
  paid: '实付款',
  status: '订单状态',
  paidAt: '付款时间',
}

/** The first thing that is wrong with a line; what is right about the others is looked at when it is mended. */
function readRow({ line, cells }: TableLine, at: Map<Column, number>): ChannelOrderBody | OrderRowProblem {
  const cell = (column: Column) => cells[at.get(column) ?? -1] ?? ''
  const orderNo = cell('orderNo')
  const wrong = (problem: ChannelRowProblem, column: Column) => ({
    line,
    orderNo,
    problem,
    found: cell(column),
  })
  const status = readStatus(cell('status'))
  if (status === null) return wrong('status', 'status')
  const paidFen = readYuan(cell('paid'))
  const freightFen = readYuan(cell('freight') || '0')
  const refundFen = readYuan(cell('refund') || '0')
  if (paidFen === null || freightFen === null || freightFen > paidFen) return wrong('amount', 'paid')
  if (refundFen === null || refundFen > paidFen) return wrong('refund', 'refund')
  const paidAt = cell('paidAt') === '' ? null : readShanghai(cell('paidAt'))
  if (status !== 10 && status !== 80 && paidAt === null) return wrong('pay_time', 'paidAt')
  const updatedAt = cell('updatedAt') === '' ? paidAt : readShanghai(cell('updatedAt'))
  if (updatedAt === null) return wrong('update_time', 'updatedAt')
  const parsed = channelOrderBody.safeParse({
    oid: orderNo,
    status,
    updateTime: updatedAt,
    payTime: paidAt,
    itemId: cell('goodsNo'),
    skuId: cell('skuNo'),
    relSkuCode: cell('code'),
    itemTitle: cell('title'),
    num: cell('quantity') === '' ? 1 : Number(cell('quantity')),
    totalFee: paidFen,
    expressFee: freightFen,
    refundFee: refundFen,
    distributorId: null,
    address: readContact(cell),
  })
  if (parsed.success) return parsed.data
  const [problem, column] =
    COLUMN_OF[String(parsed.error.issues[0]?.path[0])] ?? (['amount', 'paid'] as const)
  return wrong(problem, column)
}

const COLUMN_OF: Record<string, readonly [ChannelRowProblem, Column]> = {
  oid: ['order_no', 'orderNo'],
  itemId: ['goods_no', 'goodsNo'],
  skuId: ['goods_no', 'skuNo'],
  relSkuCode: ['goods_no', 'code'],
  itemTitle: ['title', 'title'],
  num: ['quantity', 'quantity'],
  updateTime: ['update_time', 'updatedAt'],
  payTime: ['pay_time', 'paidAt'],
  refundFee: ['refund', 'refund'],
  address: ['contact', 'phone'],
}

function readContact(cell: (column: Column) => string) {
  const contact = {
    name: cell('name'),
    phone: cell('phone'),
    region: cell('region'),
    address: cell('address'),
  }
  return Object.values(contact).every(text => text === '') ? null : contact
}

const STATUS_WORDS: [RegExp, (typeof CHANNEL_STATUS)[number]][] = [
  [/^(待付款|未付款|unpaid)$/i, 10],
  [/^(待发货|已付款|已支付|paid)$/i, 30],
  [/^(已发货|待收货|shipped)$/i, 40],
  [/^(已收货|已签收|received)$/i, 50],
  [/^(已结算|settled)$/i, 60],
  [/^(交易成功|已完成|done)$/i, 70],
  [/^(已关闭|交易关闭|已失效|已退款|退款成功|closed)$/i, 80],
]

function readStatus(text: string): (typeof CHANNEL_STATUS)[number] | null {
  const named = STATUS_WORDS.find(([word]) => word.test(text))?.[1]
  return named ?? CHANNEL_STATUS.find(status => String(status) === text) ?? null
}

/** `¥1,234.5` as fen; null for what is no amount of whole fen. */
function readYuan(text: string): number | null {
  const [, whole = '', part = ''] = /^[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  if (whole === '') return null
  return Number(whole.replaceAll(',', '')) * 100 + Number(part.padEnd(2, '0'))
}

/** A time of Shanghai, as the shop's export writes it; null for a day that does not exist. */
function readShanghai(text: string): number | null {
  const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (!found) return null
  const [year, month, day, hour, minute, second = '0'] = found.slice(1)
  const pad = (digits = '') => digits.padStart(2, '0')
  const local = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${pad(second)}`
  const at = Date.parse(`${local}Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== local) return null
  return at - 8 * 3_600_000
}
