import { accountMonth } from '@haowu/shared/statements.ts'
import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readAccount } from '#domain/settlement/read-account.ts'
import { writeAccount } from '#domain/settlement/write-account.ts'
import { actingMember } from './acting-member.ts'
import { accountSheet } from './print/account-sheet.ts'
import { sendFile } from './send-file.ts'
import type { RateLimiter } from './rate-limiter.ts'

const MOST_LINES = { csv: 200_000, xlsx: 200_000, pdf: 5_000 }

/**
 * `GET /api/account/statement?month=2026-11&format=csv|xlsx|pdf&lang=`: what is settled of the acting party's earnings, as a file;
 * finance names any party with `party=`. The same month is the same file, byte by byte.
 */
export function accountStatement(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/account/statement', async (req, res) => {
    const member = await actingMember(deps, req, ['supplier', 'streamer', 'agency', 'finance'])
    await limiter.spend('export', member.memberId)
    const party = z.uuid().toLowerCase().safeParse(req.query['party'])
    if (member.role === 'finance' && !party.success) throw new DomainError('bad_request', { field: 'party' })
    const partyId = member.role === 'finance' && party.success ? party.data : member.partyId
    const month = accountMonth.safeParse(req.query['month'])
    if (!month.success) throw new DomainError('bad_request', { field: 'month' })
    const format = (['xlsx', 'pdf'] as const).find(each => each === req.query['format']) ?? 'csv'
    const language = req.query['lang'] === 'en' ? 'en' : 'zh'
    const asked = { partyId, month: month.data, limit: MOST_LINES[format] }
    const statement = await readAccount(deps.db, asked)
    // A part of a month would not add up; who has more takes the table.
    if (statement.isCut) throw new DomainError('bad_request', { field: 'format', most: MOST_LINES[format] })
    const name = `account-${statement.month}`
    if (format === 'pdf') await sendFile(res, { name, format }, await accountSheet(statement, language))
    else await sendFile(res, { name, format }, writeAccount(statement, { format, language }))
  })
  return routes
}
