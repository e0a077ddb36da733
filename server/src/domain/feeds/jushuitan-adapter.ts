import { z } from 'zod'
import { FeedError } from '#domain/feed-error.ts'
import { askErp, throttled } from './ask-erp.ts'
import { readBackwards } from './erp-pages.ts'
import type { AskForOne, FeedAdapter, FeedRow, OneAsked } from './feed-adapter.ts'
import { jushuitanRequest } from './jushuitan-request.ts'
import { saleable } from './saleable.ts'
import { saidBySource } from './said-by-source.ts'
import { type TimeWindow, windowsOf } from './time-window.ts'
import { writeShanghai } from './shanghai-time.ts'

const DAY_MS = 24 * 3_600_000
/** 聚水潭 开放平台, 库存查询: modified_begin and modified_end are at most seven days apart. */
const REACH = { longestMs: 7 * DAY_MS, lookBackMs: 364 * DAY_MS }

const amount = z.coerce.number().catch(0)
const answer = z.object({
  code: z.coerce.number(),
  msg: z.unknown().optional(),
  data: z
    .object({
      inventorys: z
        .array(
          z.object({
            sku_id: z.coerce.string(),
            qty: z.coerce.number(),
            order_lock: amount,
            pick_lock: amount,
            lock_qty: amount,
          }),
        )
        .nullish(),
      data_count: z.coerce.number().nullish(),
      has_next: z.boolean().nullish(),
    })
    .nullish(),
})
type Answer = z.output<typeof answer>
type Stock = NonNullable<NonNullable<Answer['data']>['inventorys']>[number]

/** 聚水潭: what can still be sold of each SKU that moved. */
export const walkJushuitan: FeedAdapter<'jushuitan'> = async function* (walk) {
  const seen = new Set<string>()
  for (const window of windowsOf(walk, REACH)) {
    for await (const stocks of readBackwards(page => askPage(walk, { ...timesOf(window), page }))) {
      const fresh = stocks.filter(({ sku_id }) => sku_id !== '' && !seen.has(sku_id))
      for (const { sku_id } of fresh) seen.add(sku_id)
      yield { rows: fresh.map(toRow) }
    }
  }
  // A shop in which nothing moved for a year is a wrong warehouse, or a key to somebody else's.
  if (seen.size === 0 && walk.cursor === null) throw new FeedError('no_rows')
  return { cursor: { since: walk.now.toISOString() }, whole: false }
}

/** 库存查询 by 商品编码 answers at once, whenever it last moved. */
export const askJushuitanForOne: AskForOne<'jushuitan'> = async asked => {
  const { items } = await askPage(asked, { sku_ids: asked.sku, page: 0 })
  const stock = items.find(({ sku_id }) => sku_id === asked.sku)
  return stock ? Number(toRow(stock).get('qty')) : null
}

const timesOf = ({ from, to }: TimeWindow) => ({
  modified_begin: writeShanghai(from),
  modified_end: writeShanghai(to),
})

async function askPage(
  { http, source, signal }: Pick<OneAsked<'jushuitan'>, 'http' | 'source' | 'signal'>,
  { page, ...which }: { page: number; sku_ids: string } | ({ page: number } & ReturnType<typeof timesOf>),
) {
  const { warehouseId, pageSize } = source.config
  const biz = {
    page_index: page + 1,
    page_size: pageSize,
    has_lock_qty: true,
    ...which,
    ...(warehouseId === undefined ? {} : { wms_co_id: Number(warehouseId) }),
  }
  const request = () => ({ ...jushuitanRequest(source, '/open/inventory/query', biz), signal })
  const { data } = await askErp({ http, request, shape: answer, failureOf })
  const total = data?.data_count
  return {
    items: data?.inventorys ?? [],
    pages: total ? Math.ceil(total / pageSize) : null,
    more: data?.has_next ?? false,
  }
}

/** 聚水潭 开放平台, 错误码说明: 100 token, 120 signature, 190 no right to ask, 199 asked too often. */
function failureOf({ code, msg }: Answer): FeedError | null {
  if (code === 0) return null
  if (code === 199) return throttled()
  if (code === 100 || code === 120 || code === 190) return new FeedError('keys_refused', { code })
  return new FeedError('answer_says_error', { code, said: saidBySource(msg) })
}

/** What lies there less what orders, pickers and other shops have taken; virtual stock is not there, and not counted. */
function toRow({ sku_id, qty, order_lock, pick_lock, lock_qty }: Stock): FeedRow {
  return new Map([
    ['sku', sku_id],
    ['qty', saleable(qty, order_lock, pick_lock, lock_qty)],
  ])
}
