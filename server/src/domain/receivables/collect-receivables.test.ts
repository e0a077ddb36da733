import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { countWaiters } from '@haowu/server/test/count-waiters.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { deposit, receivable, refundDue } from '#domain/ledger/accounts.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { collectReceivables } from './collect-receivables.ts'
import { owe } from './owe.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(async () => {
  try {
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  } finally {
    await t[Symbol.asyncDispose]()
  }
})

/** Somebody who owes 600 fen, which his deposit of 1000 may be drawn for. */
async function debtor(): Promise<string> {
  const partyId = await buildParty(t.db, 'streamer')
  const [refId, amountFen] = [randomUUID(), 600n]
  await t.db.transaction().execute(async trx => {
    const legs = [{ debit: receivable(partyId), credit: refundDue(), amountFen }]
    await postEntries(trx, [{ key: refId, kind: 'test', refType: 'refund', refId, actor: 'test', legs }])
    await owe(trx, { partyId, cause: 'refund', refId, orderId: null, amountFen })
    await creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 1_000n })
  })
  await sql`UPDATE receivable SET draw_at = app_now() WHERE party_id = ${partyId}`.execute(t.db)
  return partyId
}
const depositOf = (partyId: string) => readBalance(t.db, deposit(partyId))

test('a debt that is drawn while its party pays in waits for it, and both are done', async () => {
  const partyId = await debtor()
  const collecting = await t.db.transaction().execute(async trx => {
    await lockParty(trx, partyId)
    const collected = collectReceivables(t)
    await expect.poll(() => countWaiters(t), { timeout: 10_000 }).toBe(1)
    await creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 5n })
    // In a box, because the transaction would wait for a bare promise.
    return { collected }
  })
  expect(await collecting.collected).toBe(1)
  expect(await depositOf(partyId)).toBe(405n)
})

test('a debt that cannot be collected keeps no later one waiting, and is thrown at the end', async () => {
  const [failing, next] = [await debtor(), await debtor()]
  await t.owner.query(`
    CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
    CREATE TRIGGER refuse_one BEFORE INSERT ON deposit_top_up FOR EACH ROW
      WHEN (NEW.party_id = '${failing}') EXECUTE FUNCTION refuse_one();`)
  await expect(collectReceivables(t)).rejects.toMatchObject({ errors: [{ message: 'refused' }] })
  expect([await depositOf(failing), await depositOf(next)]).toEqual([1_000n, 400n])
  await t.owner.query('DROP TRIGGER refuse_one ON deposit_top_up')
  expect(await collectReceivables(t)).toBe(1)
  expect(await depositOf(failing)).toBe(400n)
})
