import { statementMonth } from '@haowu/shared/deposits.ts'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { readStatement } from '#domain/deposits/read-statement.ts'
import { writeStatement } from '#domain/deposits/write-statement.ts'
import { DomainError } from '#domain/domain-error.ts'
import { actingMember } from './acting-member.ts'
import { sendFile } from './send-file.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_LINES = 100_000

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
    await sendFile(
      res,
      { name: `deposit-${month.data}`, format },
      writeStatement(statement, { format, language }),
    )
  })
  return routes
}
