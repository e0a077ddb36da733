import { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readPayoutFile } from '#domain/settlement/read-payout-file.ts'
import { writeTable } from '#domain/table-file.ts'
import { actingMember } from './acting-member.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { sendFile } from './send-file.ts'

const query = z.object({ batchId: z.uuid().toLowerCase() })

/** `GET /api/finance/payout-file?batchId=`: the batch as the bank takes it; each time it is fetched is in the audit log. */
export function payoutFile(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/finance/payout-file', async (req, res) => {
    const member = await actingMember(deps, req, ['finance'])
    await limiter.spend('export', member.memberId)
    const asked = query.safeParse(req.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'batchId' })
    const { no, table } = await readPayoutFile(deps, { ...asked.data, userId: member.userId })
    await sendFile(res, { name: no, format: 'csv' }, writeTable(table, 'csv'))
  })
  return routes
}
