import { type Asked, md5, movedBetween, parseShanghai, type SimulatedShop } from './simulated-shop.ts'

const WEEK_MS = 7 * 24 * 3_600_000
const CLOCK_MS = 10 * 60_000

/** 聚水潭's /open/inventory/query, with its signature, its bounds and its codes. */
export function answerJushuitan(shop: SimulatedShop, { url, body }: Asked): unknown {
  if (url.pathname === '/openWeb/auth/refreshToken') return renewToken(shop, new URLSearchParams(body))
  if (url.pathname !== '/open/inventory/query') return { code: 190, msg: '调用无权限' }
  const form = new URLSearchParams(body)
  const said = (name: string) => form.get(name) ?? ''
  const signed = ['access_token', 'app_key', 'biz', 'charset', 'timestamp', 'version']
  const sign = md5(shop.appSecret + signed.map(name => name + said(name)).join(''))
  if (said('sign') !== sign) return { code: 120, msg: '验证失败!无效签名' }
  if (said('access_token') !== shop.accessToken) return { code: 100, msg: 'Token超时' }
  if (Math.abs(Number(said('timestamp')) * 1_000 - Date.now()) > CLOCK_MS) return { code: 180, msg: 'TS无效' }
  return listInventory(shop, JSON.parse(said('biz')))
}

const TOKEN_SECONDS = 30 * 24 * 3_600

function renewToken(shop: SimulatedShop, form: URLSearchParams): unknown {
  const said = (name: string) => form.get(name) ?? ''
  const signed = ['app_key', 'charset', 'grant_type', 'refresh_token', 'scope', 'timestamp']
  const sign = md5(shop.appSecret + signed.map(name => name + said(name)).join(''))
  if (said('sign') !== sign) return { code: 120, msg: '验证失败!无效签名' }
  if (said('refresh_token') !== shop.refreshToken) return { code: 100, msg: 'Token超时' }
  const next = Number(shop.refreshToken.split('-')[1]) + 1
  Object.assign(shop, { accessToken: `simulated-token-${next}`, refreshToken: `refresh-${next}` })
  const data = { access_token: shop.accessToken, refresh_token: shop.refreshToken, expires_in: TOKEN_SECONDS }
  return { code: 0, msg: '执行成功', data: { ...data, scope: 'all' } }
}

interface Biz {
  page_index: number
  page_size: number
  modified_begin: string
  modified_end: string
  wms_co_id?: number
}

function listInventory({ stock }: SimulatedShop, biz: Biz): unknown {
  const from = parseShanghai(biz.modified_begin)
  const to = parseShanghai(biz.modified_end)
  if (!(to - from <= WEEK_MS) || biz.page_size > 100) return { code: 140, msg: '参数不符合规范' }
  const lines = movedBetween(
    stock.filter(({ warehouse }) => !biz.wms_co_id || warehouse === String(biz.wms_co_id)),
    from,
    to,
  )
  const first = (biz.page_index - 1) * biz.page_size
  const inventorys = lines.slice(first, first + biz.page_size).map(line => ({
    sku_id: line.sku,
    i_id: line.sku,
    qty: line.there,
    virtual_qty: 5,
    order_lock: line.ordered,
    pick_lock: 0,
    lock_qty: line.locked,
    modified: line.modified.toISOString(),
  }))
  return {
    code: 0,
    msg: '执行成功',
    data: {
      page_index: biz.page_index,
      page_size: biz.page_size,
      data_count: lines.length,
      page_count: Math.ceil(lines.length / biz.page_size),
      has_next: first + biz.page_size < lines.length,
      inventorys,
    },
  }
}
