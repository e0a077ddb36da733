import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { listOrders, type OrderRow } from '#domain/orders/list-orders.ts'
import { orderTable } from '#domain/orders/order-table.ts'
import { writeTable } from '#domain/table-file.ts'
import { actingSupplier } from './acting-supplier.ts'
import { sendFile } from './send-file.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_ORDERS = 20_000
const PAGE = 1_000

const query = z.object({
  state: z.enum(ORDER_STATES).optional(),
  search: z.string().trim().max(100).optional(),
  sort: z.enum(['newest', 'due']).default('newest'),
  cancelling: z.literal('true').optional(),
  format: z.enum(['csv', 'xlsx']).default('csv'),
  lang: z.string().optional(),
})

/** `GET /api/orders/file?state=&search=&sort=&cancelling=&format=csv|xlsx&lang=`: a supplier's orders as his list shows them, up to 20,000. */
export function orderFile(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/orders/file', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    await limiter.spend('export', memberId)
    const asked = query.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const { state, cancelling, format, lang, ...rest } = asked.data
    const filter = { ...rest, ...(state && { states: [state] }), cancelling: cancelling === 'true' }
    const rows: OrderRow[] = []
    let cursor: string | undefined
    do {
      const page = await listOrders(deps.db, { scope: { supplierId }, ...filter, cursor, limit: PAGE })
      rows.push(...page.rows)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && rows.length < MOST_ORDERS)
    const table = orderTable(rows, { name: 'orders', language: lang === 'en' ? 'en' : 'zh' })
    await sendFile(res, { name: 'orders', format }, writeTable(table, format))
  })
  return routes
}
