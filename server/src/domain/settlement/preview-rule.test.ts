import type { PreviewedRule } from '@haowu/shared/previewed-rules.ts'
import { buildCaseScene } from '@haowu/server/test/build-case.ts'
import { buildItem, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { previewRule } from './preview-rule.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  await buildCaseScene(t, { count: 12, depositFen: 6_000_000n })
})
afterAll(() => t[Symbol.asyncDispose]())

const preview = (code: PreviewedRule, value: unknown, scope = '*') =>
  previewRule(t.db, { code, scope, value })
const line = async (effect: ReturnType<typeof preview>, what: string) =>
  (await effect).lines.find(one => one.what === what)

test('the value that is in force changes nothing', async () => {
  const { lines, feltBy } = await preview('platform_fee', { rateBps: 200 })
  expect(feltBy).toEqual([])
  for (const { before, after } of lines) expect(after).toBe(before)
  const charged = await t.owner.query(
    "SELECT sum(earned_fen)::bigint AS fen FROM accrual WHERE role = 'platform'",
  )
  // The platform's share holds tech and service fees too; the fee alone is what the preview says.
  expect(await line(preview('platform_fee', { rateBps: 200 }), 'platform_fee')).toMatchObject({ unit: 'fen' })
  expect(charged.rows[0].fen).toBeGreaterThan(0n)
})

test('a fee is reckoned per order and rounded down as it is charged', async () => {
  const { rows } = await t.owner.query<{ fen: bigint }>('SELECT list_fen AS fen FROM orders')
  const of = (bps: bigint) => rows.reduce((sum, { fen }) => sum + (fen * bps) / 10_000n, 0n)
  expect(await line(preview('platform_fee', { rateBps: 333 }), 'platform_fee')).toEqual({
    what: 'platform_fee',
    unit: 'fen',
    before: of(200n),
    after: of(333n),
  })
  const { feltBy } = await preview('platform_fee', { rateBps: 333 })
  expect(feltBy).toMatchObject([{ beforeFen: of(200n), afterFen: of(333n) }])
})

test('a delay is what waits longer, of the tier that it is for', async () => {
  const longer = await line(preview('settlement_delay', { days: 14 }, 'B'), 'waiting')
  expect(longer?.before).toBeGreaterThan(0n)
  // Twice the days, twice what waits, up to the rounding of each party.
  expect(Number(longer?.after) / Number(longer?.before)).toBeCloseTo(2, 4)
  expect((await preview('settlement_delay', { days: 14 }, 'A')).lines[0]).toMatchObject({ after: 0n })
})

test('a base counts who would fall short by it', async () => {
  const { supplierId } = await buildItem(t.db)
  const { lines, feltBy } = await preview('deposit_base', { amountFen: '7000000' }, 'phone')
  expect(lines.find(({ what }) => what === 'short')).toMatchObject({ unit: 'count' })
  expect(feltBy).toEqual([
    { partyId: supplierId, partyName: 'supplier of a test', beforeFen: 5_000_000n, afterFen: 7_000_000n },
  ])
})

test('a factor of a tier is felt by that tier alone, to the fen above', async () => {
  const { supplierId } = await buildItem(t.db)
  await t.db.updateTable('party').set({ tier: 'C' }).where('id', '=', supplierId).execute()
  const { lines, feltBy } = await preview('deposit_tier_factor', { factorBps: 12_001 }, 'C')
  expect(lines.find(({ what }) => what === 'parties_touched')).toMatchObject({ after: 1n })
  expect(feltBy).toMatchObject([{ partyId: supplierId, beforeFen: 6_000_000n, afterFen: 6_000_500n }])
})

test('a floating deposit is reckoned from the sales of 30 days, for the kind of party it is for', async () => {
  const steps = [{ belowFen: '100000000000', addFen: '123' }]
  const { feltBy } = await preview('deposit_floating', { steps, aboveRateBps: 0, capFen: '0' }, 'supplier')
  const kinds = await t.db
    .selectFrom('party')
    .select('kind')
    .where(
      'id',
      'in',
      feltBy.map(({ partyId }) => partyId),
    )
    .execute()
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['supplier']))
  // With a factor of 1.2, what is added is multiplied too, and rounded up.
  const added = new Set(feltBy.map(({ beforeFen, afterFen }) => afterFen - beforeFen))
  expect([...added].sort()).toEqual([123n, 148n])
})

test('an exposure is reckoned on the holds of 30 days', async () => {
  const item = await buildItem(t.db, { priceFen: 100_001n })
  const { streamerId } = await buildRoom(t.db, item)
  const { feltBy } = await preview('hold_exposure', { rateBps: 2_500 })
  expect(feltBy).toContainEqual({
    partyId: streamerId,
    partyName: 'streamer of a test',
    beforeFen: 0n,
    afterFen: 25_000n,
  })
})

test('a value that does not fit is refused', () =>
  expect(preview('platform_fee', { rateBps: 20_000 })).rejects.toMatchObject({ code: 'bad_request' }))
