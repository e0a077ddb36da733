import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countWork, listWork, type WorkRow } from './work-queue.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

/** A piece whose number is on offer elsewhere, for so many hours. */
async function quarantined(hours: number): Promise<string> {
  const { itemId } = await buildItem(t.db)
  await sql`
    UPDATE item SET state = 'quarantined', updated_at = app_now() - ${hours}::int * interval '1 hour' WHERE id = ${itemId}
  `.execute(t.db)
  return itemId
}

async function lateLoan(hours: number): Promise<string> {
  const { itemId, supplierId, reportId } = await buildItem(t.db, { priceFen: 80_000n })
  const { id } = await t.db
    .insertInto('sampleLoan')
    .values({
      code: randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase(),
      itemId,
      supplierId,
      streamerId: await buildParty(t.db, 'streamer'),
      days: 3,
      reason: '试播',
      state: 'received',
      priceFen: 80_000n,
      exposureFen: 16_000n,
      ruleVersion: 1,
      reportId,
      dueAt: sql`app_now() - ${hours}::int * interval '1 hour'`,
      overdueAt: sql`app_now() - ${hours}::int * interval '1 hour'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function shortDeposit(hours: number): Promise<string> {
  const partyId = await buildParty(t.db, 'supplier')
  await sql`
    INSERT INTO deposit_top_up (party_id, due_fen, short_fen, rule_version, opened_at, no_holds_at, no_listing_at,
      payouts_frozen_at, next_at)
    SELECT ${partyId}, 5000000, 1000000, 1, opened, opened + interval '3 days', opened + interval '5 days',
      opened + interval '7 days', opened + interval '3 days'
    FROM (SELECT app_now() - ${hours}::int * interval '1 hour' AS opened) AS told
  `.execute(t.db)
  return partyId
}

test('what waits stands in one queue, oldest first, page by page without a gap', async () => {
  const expected = [
    await shortDeposit(30),
    await quarantined(20),
    await lateLoan(10),
    await quarantined(5),
    await lateLoan(2),
  ]
  const seen: WorkRow[] = []
  let cursor: string | undefined
  do {
    const page = await listWork(t.db, { limit: 2, cursor })
    seen.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen.map(({ id }) => id)).toEqual(expected)
  expect(seen.map(({ kind, late }) => [kind, late])).toEqual([
    ['deposit', false],
    ['quarantine', false],
    ['loan', true],
    ['quarantine', false],
    ['loan', true],
  ])
  expect(seen[2]).toMatchObject({ amountFen: 80_000n, partyName: 'streamer of a test' })
})

test('it narrows to one kind and to what is late, and the counts say the same', async () => {
  const loans = await listWork(t.db, { kind: 'loan', limit: 10 })
  expect(loans.rows.map(({ kind }) => kind)).toEqual(['loan', 'loan'])
  const late = await listWork(t.db, { late: true, limit: 10 })
  expect(late.rows.map(({ kind }) => kind)).toEqual(['loan', 'loan'])
  const counts = Object.fromEntries((await countWork(t.db)).map(({ kind, ...count }) => [kind, count]))
  expect(counts).toMatchObject({
    application: { waiting: 0, late: 0 },
    case: { waiting: 0, late: 0 },
    reinspection: { waiting: 0, late: 0 },
    deposit: { waiting: 1, late: 0 },
    loan: { waiting: 2, late: 2 },
    quarantine: { waiting: 2, late: 0 },
  })
})
