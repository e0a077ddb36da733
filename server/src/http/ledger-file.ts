import { ledgerFilter } from '@haowu/shared/ledger.ts'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { listLedger, sumLedger } from '#domain/settlement/ledger-rows.ts'
import { ledgerTable } from '#domain/settlement/ledger-table.ts'
import { writeTable } from '#domain/table-file.ts'
import { actingMember } from './acting-member.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { sendFile } from './send-file.ts'

const MOST_ROWS = 100_000

/**
 * `GET /api/finance/ledger?account=&partyId=&orderNo=&kind=&dayFrom=&dayTo=&format=csv|xlsx&lang=`: what the grid shows, whole. More rows
 * than a sheet should hold are refused rather than cut, because a part would not add up.
 */
export function ledgerFile(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/finance/ledger', async (req, res) => {
    const member = await actingMember(deps, req, ['finance'])
    await limiter.spend('export', member.memberId)
    const asked = ledgerFilter.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const sums = await sumLedger(deps.db, asked.data)
    if (sums.count > MOST_ROWS) throw new DomainError('bad_request', { field: 'rows', most: MOST_ROWS })
    const { rows } = await listLedger(deps.db, { ...asked.data, limit: MOST_ROWS })
    const format = req.query['format'] === 'xlsx' ? 'xlsx' : 'csv'
    const language = req.query['lang'] === 'en' ? 'en' : 'zh'
    const table = ledgerTable(rows, { sums, language, format })
    await sendFile(res, { name: 'ledger', format }, writeTable(table, format))
  })
  return routes
}
