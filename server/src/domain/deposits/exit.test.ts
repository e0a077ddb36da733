import { randomUUID } from 'node:crypto'
import { buildItem, buildOrder, buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { depositBank, sent } from '#domain/ledger/accounts.ts'
import { casePenaltyOwed } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRestrictions, refuseRestricted } from '#domain/parties/restrict-party.ts'
import { owe } from '#domain/receivables/owe.ts'
import { sealText } from '#domain/seal-text.ts'
import type { Behaviour } from '#gateways/rail-simulator/behaviour.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets } from '#secrets.ts'
import { creditDeposit } from './credit-deposit.ts'
import { checkExit } from './exit-blockers.ts'
import { findLastExit } from './exit-store.ts'
import { finishExit } from './finish-exit.ts'
import { holdForCase } from './hold-for-case.ts'
import { payInDeposit } from './pay-in-deposit.ts'
import { readDeposit } from './read-deposit.ts'
import { releaseForCase } from './release-for-case.ts'
import { cancelExit, requestExit, retryExit } from './request-exit.ts'
import { sendExits } from './send-exits.ts'

const secrets = deriveSecrets('a secret that only tests know, long enough')
const actor = 'user:test'
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
  // What the test before left under way is not looked at any more.
  await t.owner.query(
    "UPDATE deposit_exit SET state = 'cancelled', finished_at = app_now() WHERE finished_at IS NULL",
  )
  partyId = await buildParty(t.db, 'supplier')
  await nameAccount()
  await t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 10_000n }))
})

async function nameAccount(): Promise<void> {
  await t.db.updateTable('payeeAccount').set({ state: 'retired' }).where('partyId', '=', partyId).execute()
  await t.db
    .insertInto('payeeAccount')
    .values({
      partyId,
      holderName: '张三',
      bankName: '招商银行',
      accountNoLast4: '1234',
      accountNoSealed: sealText(secrets.payee, partyId, '6222020000001234'),
    })
    .execute()
}
function depsOf(...behaviours: Behaviour[]) {
  const rail = createRailSimulator({
    db: t.db,
    secret: secrets.railWebhook,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => behaviours.shift() ?? 'succeed',
  })
  return { db: t.db, rail, secrets }
}
const pass = (days: number) =>
  sql`UPDATE app_clock SET shift_seconds = shift_seconds + ${Math.round(days * 86_400)}`.execute(t.db)
const ask = () => requestExit(t, { partyId, actor })
const last = () => findLastExit(t.db, partyId)
const deposit = () => readDeposit(t.db, { partyId })
const restricted = async () =>
  (await readRestrictions(t.db, partyId)).map(({ kind, cause }) => `${cause} ${kind}`)
async function sell(state: string): Promise<string> {
  const item = await buildItem(t.db, { supplierId: partyId })
  const room = await buildRoom(t.db, item)
  const orderId = await buildOrder(t.db, item, room, { holdToken: 1n })
  await t.db
    .updateTable('orders')
    .set({
      state,
      paidAt: sql<Date>`app_now()`,
      ...(state === 'refunding' ? { refundedFen: sql<bigint>`paid_fen` } : {}),
    })
    .where('id', '=', orderId)
    .execute()
  return orderId
}

describe('a party that leaves', () => {
  test('trades no more from its request on, waits, and has its deposit back through the rail, once', async () => {
    const before = await readBalance(t.db, depositBank())
    const { exitId } = await ask()
    expect(await ask()).toEqual({ exitId })
    expect(await restricted()).toEqual(['exit no_holds', 'exit no_listing'])
    await expect(refuseRestricted(t.db, { partyIds: [partyId], kind: 'no_listing' })).rejects.toMatchObject({
      facts: { cause: 'exit', rule: 'deposit_exit', ruleVersion: 1 },
    })
    const deps = depsOf()
    expect(await sendExits(deps)).toEqual([])
    await pass(7.01)
    expect(await sendExits(deps)).toEqual(['processing'])
    expect(await readBalance(t.db, sent(partyId))).toBe(10_000n)
    expect((await last())?.state).toBe('sent')
    await pass(0.01)
    expect(await Promise.all([sendExits(deps), sendExits(deps)])).toContainEqual(['confirmed'])
    expect(await last()).toMatchObject({ state: 'refunded', amountFen: 10_000n })
    expect((await deposit()).balanceFen).toBe(0n)
    expect(await readBalance(t.db, sent(partyId))).toBe(0n)
    expect((await readBalance(t.db, depositBank())) - before).toBe(-10_000n)
    const party = await t.db.selectFrom('party').select('state').where('id', '=', partyId).executeTakeFirst()
    expect(party?.state).toBe('closed')
    const told = await t.db.selectFrom('notice').select('kind').where('partyId', '=', partyId).execute()
    expect(told).toEqual([{ kind: 'deposit_exit_paid' }])
    await expect(
      payInDeposit(deps, { partyId, amountFen: 1n, idempotencyKey: 'k', returnUrl: '/' }),
    ).rejects.toMatchObject({ code: 'party_restricted', facts: { cause: 'exit' } })
  })

  test.each(['paid', 'shipped', 'received', 'refunding'])(
    'is refused while an order is %s, with how many, and nothing changes',
    async state => {
      await sell(state)
      await expect(ask()).rejects.toMatchObject({
        code: 'exit_blocked',
        facts: { kinds: 'open_orders', open_orders: 1 },
      })
      expect(await restricted()).toEqual([])
    },
  )

  test('settles what it owes first', async () => {
    const owed = { caseId: randomUUID(), partyId, amountFen: 500n, actor }
    await t.db.transaction().execute(async trx => {
      await postEntries(trx, [casePenaltyOwed(owed)])
      await owe(trx, { partyId, cause: 'case', refId: owed.caseId, orderId: null, amountFen: 500n })
    })
    await expect(ask()).rejects.toMatchObject({
      code: 'exit_blocked',
      facts: { kinds: 'receivable', receivable: 1, rule: 'deposit_exit', ruleVersion: 1 },
    })
    expect((await deposit()).balanceFen).toBe(10_000n)
  })

  test('waits for the windows after its last sale, each with its day', async () => {
    await sell('completed')
    await pass(10)
    const { blockers, dueAt } = await checkExit(t.db, partyId)
    expect(blockers.map(({ kind }) => kind)).toEqual(['no_fault_window', 'fraud_window'])
    const [noFault, fraud] = blockers.map(({ until }) => until?.getTime() ?? 0)
    expect(Math.round(((fraud ?? 0) - (noFault ?? 0)) / 86_400_000)).toBe(165)
    await ask()
    expect((await last())?.dueAt.getTime()).toBe(dueAt.getTime())
    await pass(169)
    expect(await sendExits(depsOf())).toEqual([])
    await pass(1.1)
    expect(await sendExits(depsOf())).toEqual(['processing'])
  })

  test('waits on for a case that was opened in the meantime, and goes when it is closed', async () => {
    await ask()
    const caseId = randomUUID()
    await t.db.transaction().execute(trx => holdForCase(trx, { caseId, partyId, amountFen: 400n }))
    await pass(8)
    expect(await sendExits(depsOf())).toEqual(['blocked'])
    await t.db.transaction().execute(trx => releaseForCase(trx, { caseId }))
    expect(await sendExits(depsOf())).toEqual([])
    await pass(0.01)
    expect(await sendExits(depsOf())).toEqual(['processing'])
  })

  test('may stay after all and trades at once; not when the money is on its way', async () => {
    await ask()
    await cancelExit(t, { partyId, actor })
    expect(await restricted()).toEqual([])
    await expect(cancelExit(t, { partyId, actor })).rejects.toMatchObject({ code: 'not_found' })
    await ask()
    await pass(8)
    await sendExits(depsOf())
    await expect(cancelExit(t, { partyId, actor })).rejects.toMatchObject({ code: 'exit_blocked' })
  })

  test('whose bank refuses has it as its deposit again, and goes with the next attempt, under a number of its own', async () => {
    await ask()
    await pass(8)
    await sendExits(depsOf('fail'))
    await pass(0.01)
    expect(await sendExits(depsOf())).toEqual(['failed'])
    expect(await last()).toMatchObject({ state: 'failed', failureCode: 'ACCOUNT_ERROR' })
    expect((await deposit()).freeFen).toBe(10_000n)
    const first = (await last())?.outTransferNo
    await nameAccount()
    await retryExit(t, { partyId, actor })
    await sendExits(depsOf())
    expect((await last())?.outTransferNo).not.toBe(first)
    await pass(0.01)
    expect(await sendExits(depsOf())).toEqual(['confirmed'])
    expect((await deposit()).balanceFen).toBe(0n)
  })

  test('with a rail that does not answer is unknown, asked about, and never sent twice under two numbers', async () => {
    await ask()
    await pass(8)
    expect(await sendExits(depsOf('call_lost'))).toEqual(['unknown'])
    expect((await last())?.state).toBe('unknown')
    await pass(0.01)
    const outcomes = [...(await sendExits(depsOf())), ...(await pass(0.01).then(() => sendExits(depsOf())))]
    expect(outcomes.at(-1)).toBe('confirmed')
    const numbers =
      await sql`SELECT 1 FROM rail_simulator.transfer WHERE amount_fen = 10000 AND out_transfer_no LIKE
      ${`${(await last())?.outTransferNo?.slice(0, -1)}%`}`.execute(t.db)
    expect(numbers.rows).toHaveLength(1)
  })

  test('that ended while the rail was asked about it is not sent again: it is its deposit already', async () => {
    await ask()
    await pass(7.01)
    const deps = depsOf('call_lost')
    expect(await sendExits(deps)).toEqual(['unknown'])
    await pass(0.01)
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const calls: string[] = []
    const rail: typeof deps.rail = {
      ...deps.rail,
      transfer: request => {
        calls.push(request.outTransferNo)
        return deps.rail.transfer(request)
      },
      async queryTransfer(no) {
        const answered = await deps.rail.queryTransfer(no)
        asked.resolve()
        await answer.promise
        return answered
      },
    }
    const run = sendExits({ ...deps, rail })
    await asked.promise
    const no = (await last())?.outTransferNo ?? ''
    const ended = { amountFen: 10_000n, railTransferId: null, failureCode: 'payee_invalid' }
    await finishExit(t, { ...ended, no, outcome: 'failed' })
    answer.resolve()
    expect(await run).toEqual(['failed'])
    expect(calls).toEqual([])
    expect((await deposit()).balanceFen).toBe(10_000n)
  })

  test('without a verified account is told so', async () => {
    await t.db.updateTable('payeeAccount').set({ state: 'retired' }).where('partyId', '=', partyId).execute()
    await expect(ask()).rejects.toMatchObject({ code: 'payee_account_missing' })
  })

  test('is booked once when callback and query race, and another amount is refused', async () => {
    await ask()
    await pass(8)
    await sendExits(depsOf())
    const no = (await last())?.outTransferNo ?? ''
    const ended = {
      no,
      outcome: 'confirmed',
      amountFen: 10_000n,
      railTransferId: 'r1',
      failureCode: null,
    } as const
    await expect(finishExit(t, { ...ended, amountFen: 9_999n })).rejects.toMatchObject({
      code: 'payment_refused',
    })
    const all = await Promise.all([1, 2, 3].map(() => finishExit(t, ended)))
    expect(all.sort()).toEqual(['done', 'repeated', 'repeated'])
    expect(await finishExit(t, { ...ended, outcome: 'failed' })).toBe('repeated')
    const audit = await t.db
      .selectFrom('auditLog')
      .where('action', '=', 'deposit_exit_contradicted')
      .selectAll()
      .execute()
    expect(audit).toHaveLength(1)
    expect((await deposit()).balanceFen).toBe(0n)
  })
})
