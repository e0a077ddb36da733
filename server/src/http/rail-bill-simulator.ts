import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { attachment } from '#gateways/files.ts'
import { createRailBills, SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import { RAIL_BILL_FAULTS } from '#gateways/rail-simulator/plant-bill-fault.ts'
import { actingMember } from './acting-member.ts'

const query = z.strictObject({
  day: z.iso.date(),
  kind: z.enum(['trade', 'fund']).default('trade'),
  merchant: z
    .string()
    .regex(/^\d{4,20}$/)
    .default(SALES_MERCHANT),
  as: z.enum(['wechat', 'alipay']).default('wechat'),
  type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  sandbox: z.stringbool().default(false),
  fault: z.enum(RAIL_BILL_FAULTS).optional(),
  feeBps: z.coerce.bigint().min(0n).max(1_000n).default(0n),
})

/** A day's bill of the demo's rail, in the form of WeChat Pay or of Alipay. `not_found` before it is made, and for a day without a trade. */
export function fetchRailBill({ secrets, ...deps }: AppDeps): RequestHandler {
  return async (request, response) => {
    await actingMember(deps, request, ['finance'])
    const asked = query.safeParse(request.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const { day, kind, merchant, sandbox, ...settings } = asked.data
    const bills = createRailBills({
      db: deps.db,
      secret: secrets.railWebhook,
      asSandbox: sandbox,
      ...settings,
    })
    const answer = await bills.askBill({ merchantNo: merchant, kind, day })
    const file = answer.outcome === 'ready' ? await bills.downloadBill(answer.link) : null
    if (!file) throw new DomainError('not_found')
    response
      .set('cache-control', 'no-store')
      .set('content-disposition', attachment(file.fileName))
      .type('application/octet-stream')
      .send(file.bytes)
  }
}
