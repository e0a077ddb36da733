import { statementMonth } from '@haowu/shared/deposits.ts'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { readStatement } from '#domain/deposits/read-statement.ts'
import { writeStatement } from '#domain/deposits/write-statement.ts'
import { DomainError } from '#domain/domain-error.ts'
import { attachment } from '#gateways/files.ts'
import { actingMember } from './acting-member.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_LINES = 100_000
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** `GET /api/deposit/statement?month=2026-11&format=csv|xlsx&lang=`: the deposit account of the acting party, as a file. */
export function depositStatement(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/deposit/statement', async (req, res) => {
    const { partyId, memberId } = await actingMember(deps, req, ['supplier', 'streamer'])
    await limiter.spend('export', memberId)
    const month = statementMonth.safeParse(req.query['month'])
    if (!month.success) throw new DomainError('bad_request', { field: 'month' })
    const format = req.query['format'] === 'xlsx' ? 'xlsx' : 'csv'
    const language = req.query['lang'] === 'en' ? 'en' : 'zh'
    const statement = await readStatement(deps.db, { partyId, month: month.data, limit: MOST_LINES })
    res.set({
      'content-type': TYPES[format],
      'content-disposition': attachment(`deposit-${month.data}.${format}`),
      'cache-control': 'private, no-store',
    })
    await pipeline(writeStatement(statement, { format, language }), res)
  })
  return routes
}
