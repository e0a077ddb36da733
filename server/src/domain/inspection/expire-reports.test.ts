import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { beforeEach, afterEach, expect, test } from 'vitest'
import { listItems } from '#domain/catalog/list-items.ts'
import { takeOffExpired, warnOfExpiry } from './expire-reports.ts'
import { listReports } from './list-reports.ts'

let t: TestDatabase
beforeEach(async () => {
  t = await createTestDatabase()
})
afterEach(() => t[Symbol.asyncDispose]())

const tellings = (kind: string) =>
  t.db.selectFrom('notice').select(['partyId', 'facts']).where('kind', '=', kind).orderBy('key').execute()

async function endsIn(supplierId: string, spell: string): Promise<string> {
  const { itemId, reportId } = await buildItem(t.db, { supplierId })
  await sql`UPDATE report SET expires_at = app_now() + ${spell}::interval WHERE id = ${reportId}`.execute(
    t.db,
  )
  return itemId
}

test('seven days before the end, not earlier, a supplier is told once, with how many end on the same day', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await endsIn(supplierId, '6 days 23 hours 59 minutes')
  await endsIn(supplierId, '6 days 23 hours 59 minutes')
  await endsIn(supplierId, '7 days 1 minute')
  const draft = await endsIn(supplierId, '1 day')
  await sql`UPDATE item SET state = 'draft' WHERE id = ${draft}`.execute(t.db)

  expect(await warnOfExpiry(t, { limit: 100 })).toBe(2)
  expect(await warnOfExpiry(t, { limit: 100 })).toBe(0)
  expect(await tellings('report_expires_soon')).toMatchObject([{ partyId: supplierId, facts: { count: 2 } }])
})

test('however small the batches, and however many run at once, each report is warned of once', async () => {
  for (const _ of [1, 2]) {
    const supplierId = await buildParty(t.db, 'supplier')
    for (const __ of [1, 2, 3]) await endsIn(supplierId, '3 days')
  }
  const told = async () =>
    (await tellings('report_expires_soon')).reduce(
      (sum, { facts }) => sum + Number((facts as { count: number }).count),
      0,
    )
  const before = await told()
  const runs = await Promise.all([1, 2, 3].map(() => warnOfExpiry(t, { limit: 2 })))
  let seen = runs.reduce((sum, count) => sum + count, 0)
  while (seen < 6) seen += await warnOfExpiry(t, { limit: 2 })
  expect([seen, await warnOfExpiry(t, { limit: 2 })]).toEqual([6, 0])
  expect((await told()) - before).toBe(6)
})

test('the days are those of the rule in force, for who is told and for what the lists call ending soon', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await endsIn(supplierId, '10 days')
  const listed = async () => {
    const own = await listItems(t.db, {
      supplierId,
      filter: { report: 'expiring' },
      sort: 'newest',
      limit: 9,
    })
    const desk = await listReports(t.db, { state: 'expiring', limit: 9 })
    const all = await listItems(t.db, { supplierId, filter: {}, sort: 'newest', limit: 9 })
    return [own.rows.length, desk.length, all.rows.filter(row => row.reportEndsSoon).length]
  }
  expect(await listed()).toEqual([0, 0, 0])
  expect(await warnOfExpiry(t, { limit: 100 })).toBe(0)
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('report_warning', '*', 2, '{"days": 14}', 'important', app_now() - interval '30 days', app_now() - interval '1 day')
  `.execute(t.db)
  expect(await listed()).toEqual([1, 1, 1])
  expect(await warnOfExpiry(t, { limit: 100 })).toBe(1)
})

test('what has run out leaves the sale and its supplier is told; what a show holds stays until it is free', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const offered = await endsIn(supplierId, '-1 second')
  const held = await endsIn(supplierId, '-1 second')
  await sql`UPDATE item SET state = 'live_held', live_hold_id = uuid_v7(), live_hold_until = app_now() + interval '1 hour' WHERE id = ${held}`.execute(
    t.db,
  )
  expect(await takeOffExpired(t, { limit: 100 })).toBe(1)
  expect(await takeOffExpired(t, { limit: 100 })).toBe(0)
  const items = await t.db.selectFrom('item').select(['id', 'state']).orderBy('id').execute()
  expect(items).toEqual([
    { id: offered, state: 'draft' },
    { id: held, state: 'live_held' },
  ])
  expect(await tellings('report_expired')).toMatchObject([{ partyId: supplierId, facts: { count: 1 } }])
})
