import { pipeline } from 'node:stream/promises'
import { accountMonth } from '@haowu/shared/statements.ts'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { closeTable } from '#domain/reconciliation/close-table.ts'
import { readSignedClose } from '#domain/reconciliation/read-signed-close.ts'
import { writeTable } from '#domain/table-file.ts'
import { attachment } from '#gateways/files.ts'
import { closeSheet } from './print/close-sheet.ts'
import { actingMember } from './acting-member.ts'
import type { RateLimiter } from './rate-limiter.ts'

const TYPES = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** `GET /api/closes/report?month=&format=json|csv|xlsx|pdf&lang=`: what was signed of a month, the same bytes whenever it is fetched. */
export function closeReport(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/closes/report', async (req, res) => {
    const member = await actingMember(deps, req, ['finance'])
    await limiter.spend('export', member.memberId)
    const month = accountMonth.safeParse(req.query['month'])
    if (!month.success) throw new DomainError('bad_request', { field: 'month' })
    const close = await readSignedClose(deps.db, month.data)
    if (!close) throw new DomainError('not_found', { what: 'close' })
    const format = (['csv', 'xlsx', 'pdf'] as const).find(each => each === req.query['format']) ?? 'json'
    res.set({
      'content-type': TYPES[format],
      'content-disposition': attachment(`close-${month.data}.${format}`),
      'cache-control': 'private, no-store',
    })
    if (format === 'json') res.send(close.report)
    else {
      const language = req.query['lang'] === 'en' ? 'en' : 'zh'
      const table = closeTable(close, language)
      if (format === 'pdf') res.send(await closeSheet(table, language))
      else await pipeline(writeTable(table, format), res)
    }
  })
  return routes
}
