import { BOOK_ACCOUNTS } from '@haowu/shared/reconciliation.ts'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openLineTable } from '#domain/reconciliation/open-line-table.ts'
import { listOpenLines } from '#domain/reconciliation/list-open-lines.ts'
import { writeTable } from '#domain/table-file.ts'
import { actingMember } from './acting-member.ts'
import { sendFile } from './send-file.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_LINES = 200_000
const query = z.object({
  account: z.enum(BOOK_ACCOUNTS),
  side: z.enum(['statement', 'book']),
  search: z.string().trim().max(100).optional(),
  dayFrom: z.iso.date().optional(),
  dayTo: z.iso.date().optional(),
})

/** `GET /api/reconciliation/open?account=&side=&format=csv|xlsx&lang=`: what nothing matches yet, as a sheet that keeps long numbers. */
export function openLinesFile(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/reconciliation/open', async (req, res) => {
    const member = await actingMember(deps, req, ['finance'])
    await limiter.spend('export', member.memberId)
    const asked = query.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const { rows } = await listOpenLines(deps.db, asked.data, MOST_LINES)
    const format = req.query['format'] === 'xlsx' ? 'xlsx' : 'csv'
    const table = openLineTable(rows, {
      name: asked.data.side,
      language: req.query['lang'] === 'en' ? 'en' : 'zh',
    })
    await sendFile(res, { name: `open-${asked.data.side}`, format }, writeTable(table, format))
  })
  return routes
}
