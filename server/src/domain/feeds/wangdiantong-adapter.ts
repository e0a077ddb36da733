import { FeedError } from '#domain/feed-error.ts'
import { askErp } from './ask-erp.ts'
import { type ErpPage, readBackwards } from './erp-pages.ts'
import type { AskForOne, FeedAdapter, FeedPage, FeedRow, FeedWalk, OneAsked } from './feed-adapter.ts'
import { writeShanghai } from './shanghai-time.ts'
import { windowsOf } from './time-window.ts'
import { wangdiantongRequest } from './wangdiantong-request.ts'
import { saleable, type Stock, stockAnswer, stockFailure } from './wangdiantong-stock.ts'

const DAY_MS = 24 * 3_600_000
/** 旺店通 旗舰版 开放平台, wms.StockSpec.search2: start_time and end_time are at most thirty days apart. */
const REACH = { longestMs: 30 * DAY_MS, lookBackMs: 3 * 360 * DAY_MS }
/** Codes asked for at once; what its callers found to be borne well. */
const CODES_AT_ONCE = 40

/**
 * 旺店通 旗舰版: what can still be sold of each SKU that moved. A SKU moves in one warehouse and lies in several, so a
 * window only says which moved; then all their lines are asked for, and added up.
 */
export const walkWangdiantong: FeedAdapter<'wangdiantong'> = async function* (walk) {
  walk.http.check(walk.source.config.url)
  const seen = new Set<string>()
  for (const { from, to } of windowsOf(walk, REACH)) {
    const moved = new Set<string>()
    const times = { start_time: writeShanghai(from), end_time: writeShanghai(to) }
    for await (const lines of readBackwards(page => askPage(walk, times, page))) {
      for (const { spec_no } of lines) if (spec_no !== '' && !seen.has(spec_no)) moved.add(spec_no)
      // Tells that the run lives.
      yield { rows: [] }
    }
    for (const spec_no of moved) seen.add(spec_no)
    yield* readStock(walk, [...moved])
  }
  // A seller without any stock in three years is a wrong warehouse.
  if (seen.size === 0 && walk.cursor === null) throw new FeedError('no_rows')
  return { cursor: { since: walk.now.toISOString() }, whole: false }
}

/** The lines of one SKU in all its warehouses, which fit on a page. */
export const askWangdiantongForOne: AskForOne<'wangdiantong'> = async asked => {
  const { items } = await askPage(asked, { spec_nos: [asked.sku] }, 0)
  const lines = items.filter(({ spec_no }) => spec_no === asked.sku)
  const [row] = addUp(lines, asked.source.config.defective)
  return row ? Number(row.get('qty')) : null
}

async function* readStock(walk: FeedWalk<'wangdiantong'>, codes: string[]): AsyncGenerator<FeedPage> {
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    const spec_nos = codes.slice(at, at + CODES_AT_ONCE)
    const lines: Stock[] = []
    for await (const page of readBackwards(number => askPage(walk, { spec_nos }, number))) lines.push(...page)
    yield { rows: addUp(lines, walk.source.config.defective) }
  }
}

async function askPage(
  { http, source, signal }: Pick<OneAsked<'wangdiantong'>, 'http' | 'source' | 'signal'>,
  asked: Record<string, unknown>,
  page: number,
): Promise<ErpPage<Stock>> {
  const { warehouseNo, pageSize } = source.config
  const params = { ...asked, ...(warehouseNo === undefined ? {} : { warehouse_no: warehouseNo }) }
  const call = { method: 'wms.StockSpec.search2', params, page }
  const { data } = await askErp({
    http,
    request: () => ({ ...wangdiantongRequest(source, call), signal }),
    shape: stockAnswer,
    failureOf: stockFailure,
  })
  const items = data?.detail_list ?? []
  const total = data?.total_count
  return { items, pages: total ? Math.ceil(total / pageSize) : null, more: items.length >= pageSize }
}

/** A SKU of which only defective pieces lie there has none to sell, unless those are what is sold. */
function addUp(lines: Stock[], defective: boolean): FeedRow[] {
  const sums = new Map<string, number>()
  for (const line of lines) {
    const counts = defective || !line.defect
    sums.set(line.spec_no, (sums.get(line.spec_no) ?? 0) + (counts ? saleable(line) : 0))
  }
  return [...sums].map(
    ([sku, qty]) =>
      new Map([
        ['sku', sku],
        ['qty', String(Math.floor(qty))],
      ]),
  )
}
