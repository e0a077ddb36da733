import type { OrderState } from '@haowu/shared/orders.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { businessTime, type Table } from '#domain/table-file.ts'
import type { OrderRow } from './list-orders.ts'

/** The first three are what the table of parcels asks for: filled in, this file can be handed in there as it is. */
const HEADERS = {
  zh: [
    '订单号',
    '快递公司',
    '快递单号',
    '状态',
    '商品',
    '商家编码',
    '实付（元）',
    '主播',
    '买家',
    '地区',
    '付款时间',
    '最晚接单',
    '最晚发货',
  ],
  en: [
    'Order number',
    'Carrier',
    'Tracking number',
    'State',
    'Item',
    'SKU',
    'Paid (CNY)',
    'Streamer',
    'Buyer',
    'Region',
    'Paid at',
    'Accept by',
    'Ship by',
  ],
}

const STATES: Record<'zh' | 'en', Record<OrderState, string>> = {
  zh: {
    checkout: '待付款',
    paid: '待发货',
    shipped: '已发货',
    received: '已收货',
    completed: '已完成',
    closed: '已关闭',
    refunding: '退款中',
    refunded: '已退款',
  },
  en: {
    checkout: 'To be paid',
    paid: 'To ship',
    shipped: 'Shipped',
    received: 'Received',
    completed: 'Completed',
    closed: 'Closed',
    refunding: 'Being refunded',
    refunded: 'Refunded',
  },
}

/** A supplier's orders as a sheet; names stay masked, because files are passed on. */
export function orderTable(
  rows: readonly OrderRow[],
  { name, language }: { name: string; language: 'zh' | 'en' },
): Table {
  const time = (at: Date | null) => (at === null ? '' : businessTime(at))
  return {
    name,
    header: HEADERS[language],
    rows: rows.map(row => [
      keptWhole(row.orderNo),
      row.shipment?.carrier ?? '',
      keptWhole(row.shipment?.trackingNo ?? ''),
      STATES[language][row.state],
      row.title,
      row.supplierSku,
      writeYuan(row.paidFen),
      row.streamerName,
      row.buyer?.name ?? '',
      row.buyer?.region ?? '',
      time(row.paidAt),
      time(row.acceptBy),
      time(row.shipBy),
    ]),
  }
}

/** A spreadsheet that took a long number for a number would keep fifteen of its digits; the table of parcels takes the tab off again. */
function keptWhole(no: string): string {
  return /^\d{12,}$/.test(no) ? `\t${no}` : no
}
