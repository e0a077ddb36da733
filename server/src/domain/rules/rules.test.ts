import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { publishRule } from './publish-rule.ts'
import { readRule, readRules } from './read-rules.ts'
import { parseRuleValue, RULE_CODES } from './rule.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const publish = (days: number, importance: 'ordinary' | 'important' = 'ordinary', rateBps = 300) =>
  publishRule(t, {
    code: 'platform_fee',
    value: { rateBps },
    importance,
    effectiveFrom: inDays(days),
    actor: 'operator:test',
  })

describe('seeded rules', () => {
  test('every code has a first version that fits its schema, in force since 2020', async () => {
    const rows = await t.db.selectFrom('rule').selectAll().execute()
    expect(new Set(rows.map(row => row.code))).toEqual(new Set(RULE_CODES))
    for (const row of rows) {
      const code = RULE_CODES.find(known => known === row.code)
      if (!code) throw new Error(row.code)
      expect(() => parseRuleValue(code, row.value)).not.toThrow()
      // A later version that a migration brought begins after the first, and long before anything was sold.
      if (row.version === 1) expect(row.effectiveFrom).toEqual(new Date('2020-01-01T00:00:00+08:00'))
      else expect(row.effectiveFrom.getTime()).toBeLessThan(Date.parse('2021-01-01'))
    }
  })

  test.each([
    ['A', 3],
    ['B', 7],
    ['C', 15],
    ['D', 30],
  ])('a supplier of tier %s waits %s days', async (tier, days) =>
    expect((await readRule(t.db, 'settlement_delay', tier)).value).toEqual({ days }),
  )

  test('a narrower scope goes before all; all answers where there is none', async () => {
    expect((await readRule(t.db, 'report_validity', 'luxury_bag')).value.days).toBe(180)
    expect(await readRule(t.db, 'report_validity', 'book')).toMatchObject({ scope: '*', value: { days: 90 } })
  })

  test('amounts come back as whole fen', async () =>
    expect((await readRule(t.db, 'deposit_base', 'phone')).value.amountFen).toBe(5_000_000n))

  test('a rule nobody published is our mistake, not an answer', async () =>
    expect(readRule(t.db, 'settlement_delay', 'Z')).rejects.toThrow('settlement_delay'))

  test('several rules come in one read, each by its own scope', async () => {
    const rules = await readRules(t.db, { platform_fee: '*', settlement_delay: 'C', rate_bounds: 'open' })
    expect(rules.platform_fee.value.rateBps).toBe(200)
    expect(rules.settlement_delay.value.days).toBe(15)
    expect(rules.rate_bounds.value).toEqual({ minBps: 100, maxBps: 5000 })
  })
})

describe('publishRule', () => {
  test.each([
    [6.9, 'ordinary', false],
    [7.1, 'ordinary', true],
    [14.9, 'important', false],
    [15.1, 'important', true],
    [-1, 'ordinary', false],
  ] as const)('%s days ahead, %s: accepted %s', async (days, importance, accepted) => {
    const outcome = publish(days, importance)
    if (accepted) expect((await outcome).version).toBeGreaterThan(1)
    else
      await expect(outcome).rejects.toMatchObject({
        code: 'rule_notice_too_short',
        facts: {
          days: importance === 'important' ? 15 : 7,
          earliestAt: expect.stringMatching(/^\d{4}-.*Z$/),
          rule: 'rule_notice',
          ruleVersion: 1,
        },
      })
  })

  test('the notice is a rule itself: longer once another version is in force, never shorter than the law', async () => {
    await using own = await createTestDatabase()
    const change = (code: 'rule_notice' | 'tech_fee', value: object, days: number) =>
      publishRule(own, {
        code,
        value: value as never,
        importance: 'important',
        effectiveFrom: inDays(days),
        actor: 'x',
      })
    for (const value of [
      { ordinaryDays: 6, importantDays: 15 },
      { ordinaryDays: 7, importantDays: 14 },
    ])
      await expect(change('rule_notice', value, 20)).rejects.toMatchObject({ code: 'bad_request' })
    await change('rule_notice', { ordinaryDays: 10, importantDays: 30 }, 16)
    await change('tech_fee', { rateBps: 900 }, 16)
    await own.owner.query('UPDATE app_clock SET shift_seconds = 17 * 86400')
    await expect(change('tech_fee', { rateBps: 800 }, 17 + 29)).rejects.toMatchObject({
      code: 'rule_notice_too_short',
      facts: { days: 30, rule: 'rule_notice', ruleVersion: 2 },
    })
    await change('tech_fee', { rateBps: 800 }, 17 + 31)
  })

  test.each([
    [
      'rule',
      "INSERT INTO rule (code, version, value, importance, effective_from) VALUES ('tech_fee', 99, '{}', 'ordinary', app_now() + interval '6 days')",
    ],
    [
      'rule',
      "INSERT INTO rule (code, version, value, importance, effective_from) VALUES ('tech_fee', 99, '{}', 'important', app_now() + interval '14 days')",
    ],
    [
      'contract',
      `INSERT INTO contract (party_kind, version, clauses, effective_from) VALUES ('supplier', 99, '[{}]', app_now() + interval '14 days')`,
    ],
  ])('the database itself takes no %s that would bind before its notice', async (_, statement) =>
    expect(t.owner.query(statement)).rejects.toMatchObject({ code: '23514' }),
  )

  test('a published change counts from its day on, not before', async () => {
    await publish(20, 'ordinary', 444)
    expect((await readRule(t.db, 'platform_fee')).value.rateBps).toBe(200)
    const then = await readRules(t.db, { platform_fee: '*' }, inDays(21))
    expect(then.platform_fee.value.rateBps).toBe(444)
  })

  test('many people publishing at once get versions of their own', async () => {
    const published = await Promise.all([30, 31, 32, 33].map(days => publish(days)))
    expect(new Set(published.map(rule => rule.version)).size).toBe(4)
  })

  test('two versions cannot start at the same instant', async () => {
    const at = inDays(40)
    const twin = () =>
      publishRule(t, {
        code: 'tech_fee',
        value: { rateBps: 900 },
        importance: 'ordinary',
        effectiveFrom: at,
        actor: 'operator:test',
      })
    await twin()
    await expect(twin()).rejects.toMatchObject({ code: 'idempotency_conflict' })
  })

  test('a value that does not fit is refused', async () => {
    for (const rateBps of [-1, 10_001, 1.5, Number.NaN]) {
      await expect(publish(50, 'ordinary', rateBps)).rejects.toMatchObject({ code: 'bad_request' })
    }
  })

  test('history cannot be rewritten, not even by the owner', async () => {
    await expect(t.db.updateTable('rule').set({ version: 9 }).execute()).rejects.toThrow('permission denied')
    await expect(t.owner.query("UPDATE rule SET value = '{}'")).rejects.toThrow('append-only')
  })

  test('each change is in the audit log', async () => {
    const { length } = await t.db
      .selectFrom('auditLog')
      .where('action', '=', 'rule.published')
      .selectAll()
      .execute()
    expect(length).toBeGreaterThan(0)
  })
})
