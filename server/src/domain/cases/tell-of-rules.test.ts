import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { readClauseAt } from './clause.ts'
import { publishClause } from './publish-clause.ts'
import { tellOfRules } from './tell-of-rules.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const told = (t: TestDatabase, partyId: string) =>
  t.db
    .selectFrom('notice')
    .select('facts')
    .where('partyId', '=', partyId)
    .where('kind', '=', 'rule_published')
    .orderBy('id')
    .execute()

test('a coming rule or clause is told to everybody it binds before it counts, once, also to who joins meanwhile', async () => {
  await using t = await createTestDatabase()
  const [supplierId, streamerId] = [await buildParty(t.db, 'supplier'), await buildParty(t.db, 'streamer')]
  const agencyId = await buildParty(t.db, 'agency')
  const next = { importance: 'important', effectiveFrom: inDays(16), actor: 'user:x' } as const
  await publishRule(t, { code: 'tech_fee', value: { rateBps: 900 }, ...next })
  await publishRule(t, { code: 'agency_rate', scope: agencyId, value: { rateBps: 2_000 }, ...next })
  await publishClause(t, { ...(await readClauseAt(t.db, { code: 'false_report' })), ...next })
  // Two clocks at once.
  await Promise.all([tellOfRules(t), tellOfRules(t)])
  expect(await tellOfRules(t)).toBe(0)
  const from = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
  const everybody = [
    { facts: { code: 'tech_fee', from } },
    { facts: { code: 'false_report', title: '检测报告造假', titleEn: 'False inspection report', from } },
  ]
  for (const partyId of [supplierId, streamerId]) {
    const notices = await told(t, partyId)
    expect(notices).toHaveLength(2)
    expect(notices).toEqual(expect.arrayContaining(everybody))
  }
  expect(await told(t, agencyId)).toHaveLength(3)
  const late = await buildParty(t.db, 'supplier')
  expect(await tellOfRules(t)).toBe(2)
  expect(await told(t, late)).toHaveLength(2)
  // In force, it is told to nobody any more.
  await t.owner.query('UPDATE app_clock SET shift_seconds = 17 * 86400')
  await buildParty(t.db, 'streamer')
  expect(await tellOfRules(t)).toBe(0)
})
