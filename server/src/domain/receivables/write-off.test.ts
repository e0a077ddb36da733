import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receivable, refundDue } from '#domain/ledger/accounts.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { listReceivables, readAgeing } from './list-receivables.ts'
import { owe } from './owe.ts'
import { takeFrom } from './purse.ts'
import { decideWriteOff } from './decide-write-off.ts'
import { proposeWriteOff } from './propose-write-off.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const [MAKER, CHECKER] = [randomUUID(), randomUUID()]

async function debtOf(amountFen: bigint) {
  const partyId = await buildParty(t.db, 'streamer')
  const refId = randomUUID()
  const receivableId = await t.db.transaction().execute(async trx => {
    const leg = { debit: receivable(partyId), credit: refundDue(), amountFen }
    await postEntries(trx, [
      { key: refId, kind: 'test', refType: 'refund', refId, actor: 'test', legs: [leg] },
    ])
    return owe(trx, { partyId, cause: 'refund', refId, orderId: null, amountFen })
  })
  const propose = (fen: bigint) =>
    proposeWriteOff(t, { receivableId, amountFen: fen, reason: '主播已注销', makerId: MAKER })
  return { partyId, receivableId, propose }
}

test('a debt is given up by two people, once, and never more of it than is owed', async () => {
  const { partyId, propose } = await debtOf(1_000n)
  await expect(propose(1_001n)).rejects.toMatchObject({
    code: 'write_off_exceeds',
    facts: { leftFen: '1000' },
  })
  const { writeOffId } = await propose(600n)
  await expect(propose(1n)).rejects.toMatchObject({ code: 'write_off_state' })
  const approve = (checkerId: string) => decideWriteOff(t, { writeOffId, approve: true, checkerId })
  await expect(approve(MAKER)).rejects.toMatchObject({ code: 'second_person_needed' })
  await Promise.all([approve(CHECKER), approve(CHECKER), approve(CHECKER)])
  await expect(decideWriteOff(t, { writeOffId, approve: false, checkerId: CHECKER })).rejects.toMatchObject({
    code: 'write_off_state',
  })
  expect(await readBalance(t.db, receivable(partyId))).toBe(400n)
  const [row] = await listReceivables(t.db, { open: true, partyId, limit: 10 })
  expect(row).toMatchObject({ leftFen: 400n, writtenOffFen: 600n, writeOffId: null, ageDays: 0 })
  const ages = await readAgeing(t.db)
  expect(ages.find(({ age }) => age === 'week')?.leftFen).toBeGreaterThanOrEqual(400n)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('a refusal leaves it owed, and it may be proposed again', async () => {
  const { partyId, propose } = await debtOf(500n)
  const { writeOffId } = await propose(500n)
  await decideWriteOff(t, { writeOffId, approve: false, checkerId: CHECKER })
  expect(await readBalance(t.db, receivable(partyId))).toBe(500n)
  await decideWriteOff(t, { writeOffId: (await propose(500n)).writeOffId, approve: true, checkerId: CHECKER })
  expect(await listReceivables(t.db, { open: true, partyId, limit: 10 })).toEqual([])
  expect(await readBalance(t.db, receivable(partyId))).toBe(0n)
})

test('a purse gives what was kept back first, then what is available, and never the same fen twice', () => {
  const purse = { reserveFen: 5n, availableFen: 10n }
  expect(takeFrom(purse, 8n)).toEqual({ reserveFen: 5n, availableFen: 3n, receivableFen: 0n })
  expect(takeFrom(purse, 8n)).toEqual({ reserveFen: 0n, availableFen: 7n, receivableFen: 1n })
  expect(purse).toEqual({ reserveFen: 0n, availableFen: 0n })
})
