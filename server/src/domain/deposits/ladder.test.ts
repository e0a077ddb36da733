import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readRestrictions, refuseRestricted } from '#domain/parties/restrict-party.ts'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { captureForCase } from './capture-for-case.ts'
import { creditDeposit } from './credit-deposit.ts'
import { holdForCase } from './hold-for-case.ts'
import { climbLadders, recomputeDues } from './recompute-dues.ts'

let t: TestDatabase
let partyId: string
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(async () => {
  try {
    expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
  } finally {
    await t[Symbol.asyncDispose]()
  }
})
beforeEach(async () => {
  partyId = await buildParty(t.db, 'supplier')
  // Its base is that of phones.
  await buildItem(t.db, { supplierId: partyId })
})

const pay = (yuan: bigint) =>
  t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: yuan * 100n }))
const pass = async (days: number) => {
  await sql`UPDATE app_clock SET shift_seconds = shift_seconds + ${days * 86_400}`.execute(t.db)
  await recomputeDues(t)
  await climbLadders(t)
}
const kinds = async () => (await readRestrictions(t.db, partyId)).map(({ kind }) => kind)
const told = async () => {
  const rows = await t.db
    .selectFrom('notice')
    .where('partyId', '=', partyId)
    .orderBy('id')
    .selectAll()
    .execute()
  return rows.map(({ kind, facts }) => ({ kind, ...(facts as object) }))
}
const topUps = () =>
  t.db.selectFrom('depositTopUp').where('partyId', '=', partyId).orderBy('id').selectAll().execute()
const dueOfToday = () =>
  t.db
    .selectFrom('depositDue')
    .where('partyId', '=', partyId)
    .orderBy('day', 'desc')
    .selectAll()
    .executeTakeFirst()
/** One paid sale of so many yuan. */
const sell = async (yuan: bigint) => {
  const { itemId, reportId } = await buildItem(t.db, { supplierId: partyId })
  const streamerId = await buildParty(t.db, 'streamer')
  await sql`
    WITH room AS (
      INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at)
      VALUES (${streamerId}, 'x', upper(substr(md5(random()::text), 1, 8)), app_now(), app_now() + interval '1 hour') RETURNING id
    ), hold AS (
      INSERT INTO live_hold (item_id, listing_generation, session_id, streamer_id, supplier_id,
        hold_token, terms, exposure_fen, until, state)
      SELECT ${itemId}, 1, id, ${streamerId}, ${partyId}, 1, '{}', 0, app_now(), 'sold' FROM room RETURNING id, session_id
    )
    INSERT INTO orders (no, item_id, listing_generation, hold_token, supplier_id, streamer_id, session_id, live_hold_id,
      report_id, state, list_fen, paid_fen, terms, link_token_hash, idempotency_key, request_hash, checkout_until, created_at, paid_at)
    SELECT gen_random_uuid()::text, ${itemId}, 1, 1, ${partyId}, ${streamerId}, session_id, id, ${reportId}, 'received',
      ${yuan * 100n}, ${yuan * 100n}, '{}', sha256(gen_random_uuid()::text::bytea), gen_random_uuid()::text, '\\x00', app_now(),
      app_now(), app_now()
    FROM hold
  `.execute(t.db)
}

describe('a deposit that falls short', () => {
  test('is told with its days, loses step by step what the rule says, and has all of it back with the fen that makes it whole', async () => {
    await pay(50_000n)
    await pass(0)
    expect(await topUps()).toEqual([])

    await sell(100_000n)
    await pass(0)
    expect(await dueOfToday()).toMatchObject({
      dueFen: 7_000_000n,
      shortFen: 2_000_000n,
      decidedBy: 'floating',
    })
    const [topUp] = await topUps()
    expect(topUp).toMatchObject({
      step: 'notified',
      dueFen: 7_000_000n,
      shortFen: 2_000_000n,
      ruleVersion: 1,
    })
    expect(await told()).toEqual([
      {
        kind: 'deposit_short',
        dueFen: '7000000',
        shortFen: '2000000',
        ruleVersion: 1,
        deadlineAt: topUp?.noHoldsAt.toISOString(),
      },
    ])
    await pass(6.9)
    expect(await kinds()).toEqual([])
    await pass(0.2)
    expect(await kinds()).toEqual(['no_holds'])
    await expect(refuseRestricted(t.db, { partyIds: [partyId], kind: 'no_holds' })).rejects.toMatchObject({
      facts: { cause: 'deposit_short', rule: 'deposit_ladder', ruleVersion: 1 },
    })
    await pass(3)
    expect(await kinds()).toEqual(['no_holds', 'no_listing'])
    await pass(4)
    expect((await kinds()).sort()).toEqual(['no_holds', 'no_listing', 'payouts_frozen'])
    await pass(1)
    expect((await told()).map(({ kind }) => kind)).toEqual([
      'deposit_short',
      'deposit_restricted',
      'deposit_restricted',
      'deposit_restricted',
    ])

    await pay(19_999n)
    expect((await kinds()).length).toBe(3)
    await pay(1n)
    expect(await kinds()).toEqual([])
    expect(await topUps()).toMatchObject([{ state: 'restored', nextAt: null }])
    expect((await told()).at(-1)).toMatchObject({ kind: 'deposit_restored', dueFen: '7000000' })
  })

  test('is also restored when what is due comes down by itself: sales that are older than 30 days no longer count', async () => {
    await pay(50_000n)
    await sell(600_000n)
    await pass(0)
    await pass(8)
    expect(await kinds()).toEqual(['no_holds'])
    await pass(23)
    expect(await kinds()).toEqual([])
    expect(await dueOfToday()).toMatchObject({ dueFen: 5_000_000n, shortFen: 0n })
  })

  test('meets every step that is due when the jobs slept through all of them, each told once', async () => {
    await pay(1n)
    await pass(0)
    await pass(40)
    expect((await kinds()).sort()).toEqual(['no_holds', 'no_listing', 'payouts_frozen'])
    const steps = (await told()).flatMap(notice => ('step' in notice ? [notice.step] : []))
    expect(steps.sort()).toEqual(['no_holds', 'no_listing', 'payouts_frozen'])
  })

  test('has days of its own for a streamer', async () => {
    partyId = await buildParty(t.db, 'streamer')
    await pass(0)
    await pass(3.1)
    expect(await kinds()).toEqual(['no_holds'])
    await pass(2)
    expect(await kinds()).toEqual(['no_holds', 'no_listing'])
  })

  test('falls short again by a rule that takes effect, under a top-up of its own; the first one stays as it was', async () => {
    await pay(1n)
    await pass(8)
    await pay(49_999n)
    expect(await topUps()).toMatchObject([{ state: 'restored' }])
    const { rows } = await sql<{ at: Date }>`SELECT app_now() + interval '16 days' AS at`.execute(t.db)
    const effectiveFrom = rows[0]?.at ?? new Date()
    const value = { amountFen: '6000000' }
    await publishRule(t, {
      code: 'deposit_base',
      scope: 'phone',
      value,
      importance: 'important',
      effectiveFrom,
      actor: 'x',
    })
    await pass(15)
    expect((await topUps()).length).toBe(1)
    await pass(2)
    const explained = (await dueOfToday())?.explanation
    expect(explained).toMatchObject({ base: { scope: 'phone', ruleVersion: 2, amountFen: '6000000' } })
    expect(await topUps()).toMatchObject([{ state: 'restored' }, { state: 'open', shortFen: 1_000_000n }])
    expect(await kinds()).toEqual([])
    await pay(10_000n)
    expect((await topUps()).every(({ state }) => state === 'restored')).toBe(true)
  })

  test('by a capture is told in the same transaction', async () => {
    await pay(60_000n)
    const caseId = randomUUID()
    const decision = { ruleVersion: 1, clause: 'x', calculation: {} }
    await t.db.transaction().execute(async trx => {
      await holdForCase(trx, { caseId, partyId, amountFen: 3_000_000n })
      await captureForCase(trx, { caseId, amountFen: 3_000_000n, decision, actor: 'x' })
    })
    expect(await topUps()).toMatchObject([{ state: 'open' }])
    expect((await told()).map(({ kind }) => kind)).toEqual(['deposit_captured', 'deposit_short'])
  })

  test('is noticed once by many reckonings at once, and says nothing to a party that does not trade yet', async () => {
    const pending = await buildParty(t.db, 'supplier')
    await t.db.updateTable('party').set({ state: 'pending' }).where('id', '=', pending).execute()
    await Promise.all([1, 2, 3, 4].map(() => recomputeDues(t)))
    expect((await topUps()).length).toBe(1)
    expect((await told()).length).toBe(1)
    const none = await t.db.selectFrom('depositTopUp').where('partyId', '=', pending).selectAll().execute()
    expect(none).toEqual([])
  })
})
