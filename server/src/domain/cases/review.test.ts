import { buildCaseScene, type CaseScene, memoryFiles, passDays } from '@haowu/server/test/build-case.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { readStatement } from '#domain/deposits/read-statement.ts'
import { penaltyIncome, receivable } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRestrictions } from '#domain/parties/restrict-party.ts'
import { collectReceivables } from '#domain/receivables/collect-receivables.ts'
import { appealCase } from './appeal-case.ts'
import { carryOutDue } from './carry-out-due.ts'
import { countEarlier } from './case-store.ts'
import { checkDecision } from './confirm-decision.ts'
import { decideAppeal } from './decide-appeal.ts'
import { decideCase } from './decide-case.ts'
import { giveStatement } from './give-statement.ts'
import { countTurns } from './list-cases.ts'
import { openCase } from './open-case.ts'
import { findCase, readCase } from './read-case.ts'

/** Any other case of the same clause. */
const OTHER = '00000000-0000-7000-8000-000000000000'
const [ANNA, BORIS, CHEN] = ['user:anna', 'user:boris', 'user:chen']

let t: TestDatabase
let scene: CaseScene
const files = memoryFiles()
let taken = 0
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
/** Ten yuan: less than what the case costs, unless a test deposits more. */
beforeEach(async () => {
  scene = await buildCaseScene(t, { count: 1, depositFen: 1_000n })
})

const given = (caseId: string, text: string) => ({
  caseId,
  side: 'respondent' as const,
  givenBy: 'user:x',
  text,
  fileKeys: [],
  folder: { of: 'case' as const, id: caseId },
})
const appeal = (caseId: string) => appealCase({ db: t.db, files }, given(caseId, '有新的证据'))
const hear = (caseId: string, outcome: 'upheld' | 'overturned', actor = CHEN) =>
  decideAppeal(t, { caseId, outcome, reason: '新证据成立', actor: actor ?? '' })
const depositOf = () => readDeposit(t.db, { partyId: scene.supplierId })
const owed = () => readBalance(t.db, receivable(scene.supplierId))
const read = async (caseId: string) =>
  readCase(t.db, await findCase(t.db, { caseId, partyId: scene.supplierId }))
const told = async () =>
  (await t.db.selectFrom('notice').select('kind').where('partyId', '=', scene.supplierId).execute()).map(
    ({ kind }) => kind,
  )

/** A case with a penalty and a restriction that was found, not appealed, and carried out. */
async function carriedOut(): Promise<{ caseId: string; amountFen: bigint }> {
  const [order] = scene.orders
  const { caseId } = await t.db.transaction().execute(trx =>
    openCase(trx, {
      kind: 'violation',
      clauseCode: 'false_report',
      key: `review:${taken++}`,
      respondentId: scene.supplierId,
      claimantKind: 'platform',
      orderId: order?.orderId,
      openedBy: ANNA ?? '',
      statement: '巡检发现',
      asksAtOnce: true,
    }),
  )
  await giveStatement({ db: t.db, files }, given(caseId, '我们的说明'))
  const { isProposal } = await decideCase(t, {
    caseId,
    outcome: 'found',
    refundOrder: false,
    reason: '证据成立',
    actor: ANNA ?? '',
  })
  if (isProposal) await checkDecision(t, { caseId, actor: BORIS ?? '', verdict: 'confirm' })
  await passDays(t, 30)
  expect(await carryOutDue(t)).toMatchObject({ problems: [] })
  const { amountFen } = await t.db
    .selectFrom('caseDecision')
    .select('amountFen')
    .where('caseId', '=', caseId)
    .where('state', '=', 'in_force')
    .executeTakeFirstOrThrow()
  return { caseId, amountFen }
}

describe('what the deposit does not cover', () => {
  test('is owed, told, shown in the case, and collected later from what is paid in, once', async () => {
    const { caseId, amountFen } = await carriedOut()
    expect(amountFen).toBeGreaterThan(1_000n)
    const restFen = amountFen - 1_000n
    expect(await owed()).toBe(restFen)
    expect(await told()).toContain('receivable_opened')
    expect((await read(caseId)).debt).toMatchObject({ amountFen: restFen, recoveredFen: 0n })
    await carryOutDue(t)
    expect(await owed()).toBe(restFen)

    const paymentId = crypto.randomUUID()
    const more = { paymentId, partyId: scene.supplierId, amountFen: amountFen * 2n }
    await t.db.transaction().execute(trx => creditDeposit(trx, more))
    await passDays(t, 30)
    await Promise.all([collectReceivables(t), collectReceivables(t)])
    expect(await owed()).toBe(0n)
    expect((await read(caseId)).debt).toMatchObject({ recoveredFen: restFen })
    expect((await depositOf()).balanceFen).toBe(amountFen * 2n - restFen)
  })
})

describe('an appeal after a decision was carried out', () => {
  test('won, brings everything back once: capture, debt and restrictions, with a line of the statement and a notice', async () => {
    const before = await readBalance(t.db, penaltyIncome())
    const { caseId, amountFen } = await carriedOut()
    expect((await readRestrictions(t.db, scene.supplierId)).map(({ cause }) => cause)).toContain('case')
    expect(await readBalance(t.db, penaltyIncome())).toBe(before + amountFen)
    await appeal(caseId)
    expect((await countTurns(t.db)).operator).toBe(1)
    await expect(appeal(caseId)).rejects.toMatchObject({ code: 'case_state' })
    await expect(hear(caseId, 'overturned', ANNA)).rejects.toMatchObject({ code: 'second_person_needed' })
    await hear(caseId, 'overturned')
    await expect(hear(caseId, 'overturned')).rejects.toMatchObject({ code: 'case_state' })

    expect([await owed(), (await depositOf()).balanceFen]).toEqual([0n, 1_000n])
    expect(await readBalance(t.db, penaltyIncome())).toBe(before)
    expect((await readRestrictions(t.db, scene.supplierId)).map(({ cause }) => cause)).not.toContain('case')
    expect((await read(caseId)).review).toMatchObject({
      state: 'overturned',
      returnedFen: 1_000n,
      cancelledFen: amountFen - 1_000n,
    })
    expect(await told()).toEqual(expect.arrayContaining(['deposit_returned', 'case_appeal_decided']))
    const { rows } = await t.owner.query<{ month: string }>(
      "SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month",
    )
    const month = rows[0]?.month ?? ''
    const { lines } = await readStatement(t.db, { partyId: scene.supplierId, month, limit: 50 })
    const { no } = await findCase(t.db, { caseId, partyId: null })
    expect(lines.at(-1)).toMatchObject({ kind: 'deposit_capture_returned', freeFen: 1_000n, subject: no })
    expect(
      await countEarlier(t.db, { ...(await findCase(t.db, { caseId, partyId: null })), id: OTHER }, 365),
    ).toBe(0)
  })

  test('won after the debt was collected, gives that back too', async () => {
    const { caseId, amountFen } = await carriedOut()
    const more = { paymentId: crypto.randomUUID(), partyId: scene.supplierId, amountFen }
    await t.db.transaction().execute(trx => creditDeposit(trx, more))
    await passDays(t, 30)
    await collectReceivables(t)
    await appeal(caseId)
    await hear(caseId, 'overturned')
    expect([await owed(), (await depositOf()).balanceFen]).toEqual([0n, 1_000n + amountFen])
    expect((await read(caseId)).review).toMatchObject({ returnedFen: amountFen, cancelledFen: 0n })
  })

  test('lost, changes nothing', async () => {
    const { caseId, amountFen } = await carriedOut()
    const found = await findCase(t.db, { caseId, partyId: null })
    await appeal(caseId)
    await hear(caseId, 'upheld')
    expect(await countEarlier(t.db, { ...found, id: OTHER }, 365)).toBe(1)
    expect([await owed(), (await depositOf()).balanceFen]).toEqual([amountFen - 1_000n, 0n])
    expect((await read(caseId)).review).toMatchObject({ state: 'upheld', returnedFen: null })
  })

  test('is too late after the days of the rule, which the refusal names', async () => {
    const { caseId } = await carriedOut()
    await passDays(t, 91)
    await expect(appeal(caseId)).rejects.toMatchObject({
      code: 'deadline_passed',
      facts: { rule: 'case_review_window', ruleVersion: 1 },
    })
  })
})
