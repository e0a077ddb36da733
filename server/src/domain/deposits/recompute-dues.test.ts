import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { creditDeposit } from './credit-deposit.ts'
import { recomputeDues, recomputeHourly } from './recompute-dues.ts'
import { reviewDeposit } from './review-deposit.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  await recomputeDues(t)
})

const build = () => buildParty(t.db, 'streamer')
const payIn = (partyId: string) =>
  t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 1_000_000n }))
const review = (partyId: string) => t.db.transaction().execute(trx => reviewDeposit(trx, partyId))
/** As if the reckoning of today had been so many minutes ago. */
const age = (partyId: string, minutes: number) =>
  t.db
    .updateTable('depositDue')
    .set({ computedAt: sql<Date>`app_now() - ${minutes}::int * interval '1 minute'` })
    .where('partyId', '=', partyId)
    .execute()
const minutesOf = async (partyId: string) => {
  const { rows } = await sql<{ minutes: number }>`
    SELECT floor(extract(epoch FROM app_now() - computed_at) / 60)::int AS minutes FROM deposit_due
    WHERE party_id = ${partyId} AND day = business_day(app_now())
  `.execute(t.db)
  return rows[0]?.minutes
}
/** Runs until the first review begins, and leaves it there, as a worker does that is killed. */
async function neverReview(run: (deps: { db: Db }) => Promise<unknown>): Promise<void> {
  const begun = Promise.withResolvers<void>()
  const execute = () => {
    begun.resolve()
    return new Promise(() => {})
  }
  const db = new Proxy(t.db, {
    get(target, key) {
      if (key === 'transaction') return () => ({ execute })
      const member: unknown = Reflect.get(target, key)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  expect(await Promise.race([run({ db }), begun.promise])).toBeUndefined()
}

describe('the hourly reckoning', () => {
  test('reckons who was not reckoned for an hour, though another was reviewed just now, and nobody right after', async () => {
    const [reviewed, recent, old, fresh] = [await build(), await build(), await build(), await build()]
    for (const partyId of [reviewed, recent, old]) await review(partyId)
    await age(recent, 59)
    await age(old, 61)
    await review(reviewed)
    expect(await recomputeHourly(t)).toMatchObject({ parties: 2 })
    expect(await Promise.all([old, fresh, recent, reviewed].map(minutesOf))).toEqual([0, 0, 59, 0])
    expect(await recomputeHourly(t)).toEqual({ parties: 0, reviewed: 0 })
  })

  test('goes on where a run was ended, also with who was to be looked at', async () => {
    const short = await build()
    const whole = await build()
    await payIn(whole)
    await neverReview(recomputeHourly)
    expect(await recomputeHourly(t)).toEqual({ parties: 1, reviewed: 1 })
    const told = await t.db.selectFrom('notice').select('kind').where('partyId', '=', short).execute()
    expect(told).toEqual([{ kind: 'deposit_short' }])
  })

  test('tries a party that fails again after an hour, not with each run, and keeps no other waiting', async () => {
    const failing = await build()
    const next = await build()
    await t.owner.query(`
      CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refuse_one BEFORE INSERT ON deposit_top_up FOR EACH ROW
        WHEN (NEW.party_id = '${failing}') EXECUTE FUNCTION refuse_one();`)
    await expect(recomputeHourly(t)).rejects.toMatchObject({ errors: [{ message: 'refused' }] })
    expect(await minutesOf(next)).toBe(0)
    expect(await recomputeHourly(t)).toEqual({ parties: 0, reviewed: 0 })
    await age(failing, 61)
    await expect(recomputeHourly(t)).rejects.toMatchObject({ errors: [{ message: 'refused' }] })
    await t.owner.query('DROP TRIGGER refuse_one ON deposit_top_up')
    await age(failing, 61)
    expect(await recomputeHourly(t)).toEqual({ parties: 1, reviewed: 1 })
  })
})

test('reckoning a day again keeps up no index but that by which it is found, of party and day', async () => {
  const { rows } = await t.owner.query(
    "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'deposit_due'::regclass",
  )
  expect(rows).toEqual([{ name: 'deposit_due_pkey' }])
})
