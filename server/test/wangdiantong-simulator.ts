import {
  type Asked,
  md5,
  movedBetween,
  parseShanghai,
  type SimulatedShop,
  type SimulatedStock,
} from './simulated-shop.ts'

const MONTH_MS = 30 * 24 * 3_600_000
const CLOCK_SECONDS = 120
const SECONDS_BEFORE_2012 = 1_325_347_200

/** 旺店通 旗舰版's wms.StockSpec.search2, with its signature, its bounds and its one status for all errors. */
export function answerWangdiantong(shop: SimulatedShop, { url, body }: Asked): unknown {
  const said = (name: string) => url.searchParams.get(name) ?? ''
  const [secret = '', salt = ''] = shop.appSecret.split(':')
  const signed = ['calc_total', 'key', 'method', 'page_no', 'page_size', 'salt', 'sid', 'timestamp', 'v']
  const text = `body${body}${signed.map(name => name + said(name)).join('')}`
  if (said('sign') !== md5(secret + text + secret)) return wrong('签名错误')
  if (said('sid') !== shop.sid || said('salt') !== salt) return wrong('卖家账号不存在')
  const seconds = Number(said('timestamp')) + SECONDS_BEFORE_2012
  if (Math.abs(seconds - Date.now() / 1_000) > CLOCK_SECONDS) return wrong('timestamp已过期')
  if (said('method') !== 'wms.StockSpec.search2') return wrong('方法不存在')
  return search(shop, JSON.parse(body)[0], {
    page: Number(said('page_no')),
    size: Number(said('page_size')),
  })
}

const wrong = (message: string) => ({ status: 100, message })

interface Params {
  start_time?: string
  end_time?: string
  spec_nos?: string[]
  warehouse_no?: string
}

function search({ stock }: SimulatedShop, params: Params, { page, size }: { page: number; size: number }) {
  const ours = stock.filter(
    ({ warehouse }) => params.warehouse_no === undefined || warehouse === params.warehouse_no,
  )
  let lines: SimulatedStock[]
  if (params.spec_nos) lines = ours.filter(({ sku }) => params.spec_nos?.includes(sku))
  else if (params.start_time && params.end_time) {
    const from = parseShanghai(params.start_time)
    const to = parseShanghai(params.end_time)
    if (to - from > MONTH_MS) return wrong('起止时间跨度不能超过30天')
    lines = movedBetween(ours, from, to)
  } else return wrong('参数中必须包含起止时间')
  const detail_list = lines.slice(page * size, (page + 1) * size).map(line => ({
    spec_no: line.sku,
    warehouse_no: line.warehouse,
    defect: line.defective,
    stock_num: line.there,
    order_num: line.ordered,
    lock_num: line.locked,
    sending_num: 0,
    available_send_stock: line.there - line.locked,
    modified: line.modified.getTime(),
  }))
  return { status: 0, data: { total_count: lines.length, detail_list } }
}
