import { z } from 'zod'
import { FeedError } from '#domain/feed-error.ts'
import { throttled } from './ask-erp.ts'
import { saidBySource } from './said-by-source.ts'

const amount = z.coerce.number().catch(0)

/** 旺店通 旗舰版 开放平台, wms.StockSpec.search2: one line for each warehouse, and for good and defective pieces each. */
const stock = z.object({
  spec_no: z.coerce.string(),
  defect: z.union([z.boolean(), z.stringbool(), z.number().transform(Boolean)]).catch(false),
  stock_num: z.coerce.number(),
  available_send_stock: z.coerce.number().optional(),
  lock_num: amount,
  unpay_num: amount,
  part_paid_num: amount,
  subscribe_num: amount,
  order_num: amount,
  sending_num: amount,
})
export type Stock = z.output<typeof stock>

export const stockAnswer = z.object({
  status: z.coerce.number(),
  message: z.unknown().optional(),
  data: z
    .object({ total_count: z.coerce.number().nullish(), detail_list: z.array(stock).nullish() })
    .nullish(),
})

const TOO_OFTEN = /超过每分钟最大(调用频率|并发次数)限制/
const BAD_KEYS = /签名|sign|app ?key|接口账号|卖家账号|\bsid\b|授权/i

/** It has one status for all that may go wrong, and says the rest in words. */
export function stockFailure({ status, message }: z.output<typeof stockAnswer>): FeedError | null {
  if (status === 0) return null
  const said = String(message ?? '')
  if (TOO_OFTEN.test(said)) return throttled()
  if (BAD_KEYS.test(said)) return new FeedError('keys_refused', { code: status })
  return new FeedError('answer_says_error', { code: status, said: saidBySource(said) })
}

/** What lies there less what is locked or promised to orders, and never more than what it says it could send. */
export function saleable(line: Stock): number {
  const promised =
    line.lock_num +
    line.unpay_num +
    line.part_paid_num +
    line.subscribe_num +
    line.order_num +
    line.sending_num
  return Math.max(0, Math.min(line.stock_num - promised, line.available_send_stock ?? Infinity))
}
