import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SPLIT_RULES } from '#domain/commission/rates-under.ts'
import { readScopes } from '#domain/rules/read-scopes.ts'
import { splitDue } from './split-due.ts'
import { type WhatIf, whatIf } from './what-if.ts'

let t: TestDatabase
let month: string
let agencyId: string
beforeAll(async () => {
  t = await createTestDatabase()
  agencyId = await buildParty(t.db, 'agency')
  const rates = await readScopes(t.db, SPLIT_RULES)
  const own = {
    platformRateBps: rates.platform_fee.get('*')?.value.rateBps ?? 0,
    techRateBps: rates.tech_fee.get('*')?.value.rateBps ?? 0,
  }
  await buildPaidOrders(t.db, { count: 40, terms: own, freightFen: 700n })
  const ofAgency = { ...own, agencyId, agencyRateBps: rates.agency_rate.get('*')?.value.rateBps ?? 0 }
  const discounts = { supplierFen: 300n, platformFen: 500n, streamerFen: 100n }
  await buildPaidOrders(t.db, { count: 30, terms: ofAgency, discounts })
  await splitDue(t)
  const { rows } = await t.owner.query<{ month: string }>(
    `SELECT to_char(app_now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month`,
  )
  month = rows[0]?.month ?? ''
})
afterAll(() => t[Symbol.asyncDispose]())

const sum = (fens: bigint[]) => fens.reduce((total, fen) => total + fen, 0n)
const moved = (rows: { beforeFen: bigint; afterFen: bigint }[]) =>
  sum(rows.map(({ beforeFen, afterFen }) => afterFen - beforeFen))

function expectZero(result: WhatIf): void {
  expect(moved(result.roles)).toBe(0n)
  expect(moved(result.parties)).toBe(0n)
  for (const group of [...result.plans, ...result.categories])
    expect(sum(group.differences.map(({ fen }) => fen))).toBe(0n)
}

test('with the rules in force nothing changes for anybody, and what is there is what was split', async () => {
  const inForce = await readScopes(t.db, SPLIT_RULES)
  const drafts = SPLIT_RULES.map(code => ({
    code,
    scope: '*',
    rateBps: inForce[code].get('*')?.value.rateBps ?? 0,
  }))
  for (const given of [[], drafts]) {
    const result = await whatIf(t.db, { drafts: given, month })
    expect(result).toMatchObject({ orders: 70, impossible: 0, isCut: false })
    for (const row of [...result.roles, ...result.parties]) expect(row.afterFen).toBe(row.beforeFen)
    for (const group of result.plans) expect(group.differences.every(({ fen }) => fen === 0n)).toBe(true)
    const { rows } = await t.owner.query<{ role: string; fen: bigint }>(
      'SELECT role, sum(earned_fen)::bigint AS fen FROM accrual GROUP BY role',
    )
    const earned = new Map(rows.map(({ role, fen }) => [role, fen]))
    for (const { role, beforeFen } of result.roles) expect(beforeFen).toBe(earned.get(role))
  }
})

test('whatever is drafted: what some gain others lose, to the fen, in every view', async () => {
  const draft = fc.record({
    code: fc.constantFrom(...SPLIT_RULES),
    scope: fc.constantFrom('*', agencyId),
    rateBps: fc.integer({ min: 0, max: 9_000 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { maxLength: 4 }), async drafts => {
      expectZero(await whatIf(t.db, { drafts, month }))
    }),
    { numRuns: 25 },
  )
})

test('a higher platform fee is paid by the suppliers alone, and names who pays how much', async () => {
  const result = await whatIf(t.db, { drafts: [{ code: 'platform_fee', scope: '*', rateBps: 700 }], month })
  const of = (role: string) => result.roles.find(each => each.role === role)
  expect(of('streamer')?.afterFen).toBe(of('streamer')?.beforeFen)
  const [platform, supplier] = [of('platform'), of('supplier')]
  expect(platform && supplier && moved([platform, supplier])).toBe(0n)
  expect(result.parties[0]?.partyName).toBeTruthy()
  expect(result.drafts).toEqual([{ code: 'platform_fee', scope: '*', orders: 70, shadowed: 0 }])
})

test('a draft behind a narrower rule is told as shadowed, one that meets no order as without effect', async () => {
  const drafts = [
    { code: 'agency_rate' as const, scope: '*', rateBps: 1 },
    { code: 'agency_rate' as const, scope: agencyId, rateBps: 2_000 },
    { code: 'tech_fee' as const, scope: agencyId, rateBps: 9_000 },
  ]
  const { drafts: uses } = await whatIf(t.db, { drafts, month })
  expect(uses).toEqual([
    { code: 'agency_rate', scope: '*', orders: 0, shadowed: 30 },
    { code: 'agency_rate', scope: agencyId, orders: 30, shadowed: 0 },
    { code: 'tech_fee', scope: agencyId, orders: 0, shadowed: 0 },
  ])
})

test('orders that the draft leaves less than nothing are counted and stand in no sum; another month has none', async () => {
  const result = await whatIf(t.db, {
    drafts: [{ code: 'platform_fee', scope: '*', rateBps: 10_000 }],
    month,
  })
  expect(result.impossible).toBe(70)
  expect(result.roles).toEqual([])
  expect(await whatIf(t.db, { drafts: [], month: '2020-01' })).toMatchObject({ orders: 0, parties: [] })
})
