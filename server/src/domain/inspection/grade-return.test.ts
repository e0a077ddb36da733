import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { gradeReturn, readSoldFields } from './grade-return.ts'

const SOLD = {
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', function: 'all_pass', battery_pct: 91, locks: 'none' },
}

let t: TestDatabase
let order: PaidOrder
beforeAll(async () => {
  t = await createTestDatabase()
  order = await buildPaidOrder(t, checkoutDeps(t), { reportContent: SOLD })
})
afterAll(() => t?.[Symbol.asyncDispose]())

const grade = (found: Record<string, string | number>) => gradeReturn(t.db, { orderId: order.orderId, found })

test.each([
  ['nothing', {}, '95', []],
  ['only what the report says too', { battery_pct: 91 }, '95', []],
  ['a weaker battery', { battery_pct: 78 }, '85', ['battery_pct']],
  ['a crack', { cosmetic: 'cracked', battery_pct: 91 }, 'fair', ['cosmetic']],
  ['an account lock', { locks: 'account' }, 'refused', ['locks']],
] as const)(
  'a piece that came back with %s otherwise is graded by the rubric of its sale',
  async (_, found, returned, fields) => {
    const graded = await grade(found)
    expect([graded.sold, graded.returned, Object.keys(graded.differs)]).toEqual(['95', returned, fields])
  },
)

test('what the template does not know is no finding', async () => {
  for (const found of [{ colour: 'red' }, { cosmetic: 'shiny' }, { battery_pct: 101 }])
    await expect(grade(found as Record<string, string | number>)).rejects.toMatchObject({
      code: 'bad_request',
      facts: { field: `found.${Object.keys(found)[0]}` },
    })
})

test('a rubric that was published since the sale does not grade what was sold before it', async () => {
  const { value } = await readRule(t.db, 'grading_rubric', 'phone')
  await publishRule(t, {
    code: 'grading_rubric',
    scope: 'phone',
    value: { ...value, steps: { ...value.steps, battery_pct: [{ from: 1, atBest: 'fair' }] } },
    importance: 'important',
    effectiveFrom: new Date(Date.now() + 16 * 86_400_000),
    actor: 'operator:test',
  })
  await t.owner.query('UPDATE app_clock SET shift_seconds = 17 * 86400')
  try {
    expect((await readRule(t.db, 'grading_rubric', 'phone')).version).toBe(2)
    expect((await grade({ battery_pct: 78 })).returned).toBe('85')
  } finally {
    await t.owner.query('UPDATE app_clock SET shift_seconds = 0')
  }
})

test('the report is laid out field by field for whoever holds the piece against it', async () => {
  const { code } = await t.db
    .selectFrom('report')
    .select('code')
    .where('id', '=', order.sale.item.reportId)
    .executeTakeFirstOrThrow()
  const fields = await readSoldFields(t.db, code)
  expect(fields.find(({ key }) => key === 'battery_pct')).toMatchObject({ reported: 91, unit: '%' })
  expect(fields.find(({ key }) => key === 'water')).toMatchObject({ reported: null })
})
