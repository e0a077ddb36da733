import { accountMonth } from '@haowu/shared/statements.ts'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { closeTable } from '#domain/reconciliation/close-table.ts'
import { readSignedClose } from '#domain/reconciliation/read-signed-close.ts'
import { writeTable } from '#domain/table-file.ts'
import { closeSheet } from './print/close-sheet.ts'
import { actingMember } from './acting-member.ts'
import { sendFile } from './send-file.ts'
import type { RateLimiter } from './rate-limiter.ts'

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
    const language = req.query['lang'] === 'en' ? 'en' : 'zh'
    const table = () => closeTable(close, language)
    const name = `close-${month.data}`
    if (format === 'json') await sendFile(res, { name, format }, close.report)
    else if (format === 'pdf') await sendFile(res, { name, format }, await closeSheet(table(), language))
    else await sendFile(res, { name, format }, writeTable(table(), format))
  })
  return routes
}
