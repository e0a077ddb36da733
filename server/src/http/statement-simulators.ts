import { type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { BANK_FORMATS } from '#gateways/bank.ts'
import { createBankSimulator, OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { BANK_FAULTS } from '#gateways/bank-simulator/plant-faults.ts'
import { attachment } from '#gateways/files.ts'
import {
  BILL_FAULTS,
  PLATFORMS,
  writePlatformBill,
} from '#gateways/platform-simulator/create-platform-simulator.ts'
import { actingMember } from './acting-member.ts'
import { fetchRailBill } from './rail-bill-simulator.ts'

const day = z.iso.date()
const bankQuery = z.strictObject({
  day,
  format: z.enum(BANK_FORMATS).default('csv'),
  fault: z.enum(BANK_FAULTS).optional(),
  payouts: z.enum(['single', 'batch']).default('single'),
  feeBps: z.coerce.bigint().min(0n).max(1_000n).default(0n),
})
const billQuery = z.strictObject({
  day,
  platform: z.enum(PLATFORMS),
  fault: z.enum(BILL_FAULTS).optional(),
  shop: z
    .string()
    .regex(/^\d{4,20}$/)
    .default('88001122'),
})

/**
 * Files as the demo's bank and the shop platforms hand them out, to be uploaded like any other: `/demo/statements/bank?day=&format=` and
 * `/demo/statements/platform?day=&platform=`, and the rail's as `/demo/statements/rail?day=&kind=&as=`, with a fault where one is asked for.
 */
export function statementSimulators(deps: AppDeps): Router {
  const router = Router()
  router.get('/demo/statements/bank', fetchBank(deps))
  router.get('/demo/statements/platform', fetchBill(deps))
  router.get('/demo/statements/rail', fetchRailBill(deps))
  return router
}

/** A payout of a batch costs half a yuan. */
const CHARGE_FEN = 50n

function fetchBank(deps: AppDeps): RequestHandler {
  return async (request, response) => {
    await actingMember(deps, request, ['finance'])
    const asked = bankQuery.safeParse(request.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const { day: of, format, fault, payouts, feeBps } = asked.data
    const habits = { payoutsAs: payouts, chargeFen: CHARGE_FEN, channelFeeBps: feeBps }
    const bank = createBankSimulator({
      db: deps.db,
      ...OUR_BANK_ACCOUNT,
      habits,
      ...(fault ? { fault } : {}),
    })
    const answer = await bank.fetchStatement({ accountNo: OUR_BANK_ACCOUNT.accountNo, day: of, format })
    if (answer.outcome !== 'answered') throw new DomainError('not_found')
    sendFile(response, answer)
  }
}

function fetchBill(deps: AppDeps): RequestHandler {
  return async (request, response) => {
    await actingMember(deps, request, ['finance'])
    const asked = billQuery.safeParse(request.query)
    if (!asked.success) throw new DomainError('bad_request', { field: 'query' })
    const { day: of, platform, fault, shop } = asked.data
    sendFile(response, writePlatformBill(platform, { shopNo: shop, day: of, fault }))
  }
}

function sendFile(response: Response, { fileName, bytes }: { fileName: string; bytes: Buffer }): void {
  response
    .set('cache-control', 'no-store')
    .set('content-disposition', attachment(fileName))
    .type('application/octet-stream')
    .send(bytes)
}
