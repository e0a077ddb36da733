import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  buildCaseScene,
  type CaseScene,
  memoryFiles,
  passDays,
  receiveNow,
} from '@haowu/server/test/build-case.ts'
import { countWaiters } from '@haowu/server/test/count-waiters.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mindAfterSales } from '#domain/after-sales/mind-after-sales.ts'
import { readAfterSale } from '#domain/after-sales/read-after-sale.ts'
import { requestAfterSale } from '#domain/after-sales/request-after-sale.ts'
import { payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { readRestrictions, refuseRestricted } from '#domain/parties/restrict-party.ts'
import { settleDue } from '#domain/settlement/settle-due.ts'
import { explainOrder } from '#domain/settlement/explain-order.ts'
import { appealCase } from './appeal-case.ts'
import { carryOutDue } from './carry-out-due.ts'
import { checkDecision } from './confirm-decision.ts'
import { decideAppeal } from './decide-appeal.ts'
import { decideCase } from './decide-case.ts'
import { giveStatement } from './give-statement.ts'
import { liftCaseRestrictions } from './lift-case-restrictions.ts'
import { previewClause } from './preview-clause.ts'
import { openCase } from './open-case.ts'
import { receiveEvidenceFile } from './receive-evidence-file.ts'
import { reportMismatch } from './report-mismatch.ts'
import { requestEvidence } from './request-evidence.ts'
import { withdrawCase } from './withdraw-case.ts'

const YUAN = 100n
const [ANNA, BORIS, CHEN] = ['user:anna', 'user:boris', 'user:chen']

let t: TestDatabase
let scene: CaseScene
const files = memoryFiles()
let taken = 0
beforeAll(async () => {
  t = await createTestDatabase()
  scene = await buildCaseScene(t, { count: 40, depositFen: 1_000_000n * YUAN })
})
afterAll(async () => {
  try {
    expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
  } finally {
    await t[Symbol.asyncDispose]()
  }
})

function nextOrder() {
  const order = scene.orders[taken++]
  if (!order) throw new Error('the scene has no order left')
  return order
}
const deps = () => ({ db: t.db, files })
const stored = (caseId: string) =>
  t.db.selectFrom('trustCase').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow()
const idOf = async (no: string) =>
  (await t.db.selectFrom('trustCase').select('id').where('no', '=', no).executeTakeFirstOrThrow()).id

async function mismatch(order = nextOrder(), found = '划痕明显') {
  await receiveNow(t, order)
  const { caseNo } = await reportMismatch(deps(), {
    orderToken: order.orderToken,
    reportCode: order.reportCode,
    fields: [{ key: 'cosmetic', expected: '几乎无痕', found }],
    statement: '收到的和报告不一样',
    photoKeys: [],
  })
  return { caseId: await idOf(caseNo), order }
}
async function violation(clauseCode: string, more: { order?: { orderId: string }; key?: string } = {}) {
  const isStreamer = ['claim_beyond_report', 'held_not_shown'].includes(clauseCode)
  const { caseId } = await t.db.transaction().execute(trx =>
    openCase(trx, {
      kind: 'violation',
      clauseCode,
      key: more.key ?? `test:${clauseCode}:${taken++}:${Math.random()}`,
      respondentId: isStreamer ? scene.streamerId : scene.supplierId,
      claimantKind: 'platform',
      orderId: more.order?.orderId,
      openedBy: ANNA,
      statement: '巡检发现',
      asksAtOnce: true,
    }),
  )
  return caseId
}
const answer = (caseId: string, text = '我们的说明', side: 'respondent' | 'claimant' = 'respondent') =>
  giveStatement(deps(), {
    caseId,
    side,
    givenBy: 'user:x',
    text,
    fileKeys: [],
    folder: { of: 'case', id: caseId },
  })
const decide = (caseId: string, actor = ANNA, more: Partial<Parameters<typeof decideCase>[1]> = {}) =>
  decideCase(t, { caseId, outcome: 'found', refundOrder: false, reason: '证据充分', actor, ...more })
const appeal = (caseId: string, side: 'respondent' | 'claimant' = 'respondent') =>
  appealCase(deps(), {
    caseId,
    side,
    givenBy: 'user:x',
    text: '不服',
    fileKeys: [],
    folder: { of: 'case', id: caseId },
  })

describe("a buyer's mismatch", () => {
  test('opens one dispute with everything as it stood, asks the supplier, holds his deposit and the order', async () => {
    const order = nextOrder()
    const { caseId } = await mismatch(order)
    const found = await stored(caseId)
    expect(found).toMatchObject({ state: 'evidence_requested', kind: 'dispute', claimantKind: 'buyer' })
    const expected = order.paidFen / 10n > 5_000n * YUAN ? 5_000n * YUAN : order.paidFen / 10n
    expect(found.expectedFen).toBe(expected > 50n * YUAN ? expected : 50n * YUAN)
    expect(found.heldFen).toBe(found.expectedFen)
    const evidence = await t.db
      .selectFrom('caseEvidence')
      .select('kind')
      .where('caseId', '=', caseId)
      .execute()
    expect(evidence.map(({ kind }) => kind).sort()).toEqual([
      'item',
      'mismatch',
      'order',
      'report',
      'statement',
      'terms',
    ])
    const notices = await t.db.selectFrom('notice').select('kind').where('refId', '=', caseId).execute()
    expect(notices).toEqual([{ kind: 'case_opened' }])
  })

  test('told again, even at once, is the same case; another one adds to it', async () => {
    const order = nextOrder()
    const told = await Promise.all([mismatch(order), mismatch(order), mismatch(order)])
    expect(new Set(told.map(({ caseId }) => caseId)).size).toBe(1)
    const { caseId } = await mismatch(order, '屏幕不亮')
    expect(caseId).toBe(told[0].caseId)
    const said = await t.db
      .selectFrom('caseEvidence')
      .select('content')
      .where('caseId', '=', caseId)
      .where('kind', '=', 'mismatch')
      .execute()
    expect(said.length).toBe(2)
  })

  test('with a report that was not sold, a photo nobody sent, or another link, is refused', async () => {
    const order = nextOrder()
    const input = { ...order, fields: [], statement: 'x', photoKeys: [] as string[] }
    await expect(
      reportMismatch(deps(), { ...input, reportCode: scene.orders[0]?.reportCode ?? '' }),
    ).rejects.toMatchObject({ code: 'bad_request', facts: { field: 'reportCode' } })
    const lost = `${'0'.repeat(64)}.jpg`
    await expect(reportMismatch(deps(), { ...input, photoKeys: [lost] })).rejects.toMatchObject({
      code: 'bad_request',
    })
    await expect(reportMismatch(deps(), { ...input, orderToken: 'nobody' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('keeps the photos of that order, by their bytes', async () => {
    const order = nextOrder()
    const photo = Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from(order.orderId)])
    const folder = { of: 'order', id: order.orderId } as const
    const { key } = await receiveEvidenceFile({ files }, { folder, body: [photo] as never })
    const { caseNo } = await reportMismatch(deps(), {
      ...order,
      fields: [{ key: 'cosmetic', expected: 'a', found: 'b' }],
      statement: 'x',
      photoKeys: [key],
    })
    const [file] = await t.db
      .selectFrom('caseEvidence')
      .select(['contentHash', 'filePath', 'side'])
      .where('caseId', '=', await idOf(caseNo))
      .where('kind', '=', 'file')
      .execute()
    expect(file).toMatchObject({ filePath: `evidence/order/${order.orderId}/${key}`, side: 'claimant' })
    expect(`${file?.contentHash.toString('hex')}.jpg`).toBe(key)
  })

  test('keeps the order from being settled until the case has ended, and the explanation says why', async () => {
    const { caseId, order } = await mismatch()
    await receiveNow(t, order, { matured: true })
    await settleDue(t)
    const explained = await explainOrder(t.db, { orderNo: order.orderNo })
    expect(explained).toMatchObject({
      state: 'received',
      settledAt: null,
      blocks: [{ cause: 'case', refId: caseId }],
    })
    await withdrawCase(t, { caseId, actor: 'buyer' })
    await settleDue(t)
    expect(await explainOrder(t.db, { orderNo: order.orderNo })).toMatchObject({
      state: 'completed',
      blocks: [],
    })
    expect(await stored(caseId)).toMatchObject({ state: 'withdrawn' })
  })
})

describe('evidence', () => {
  test('cannot be changed or removed, not even by the owner of the database', async () => {
    const { caseId } = await mismatch()
    for (const statement of [
      `UPDATE case_evidence SET content = '{}' WHERE case_id = '${caseId}'`,
      `DELETE FROM case_evidence WHERE case_id = '${caseId}'`,
      `UPDATE case_event SET action = 'x' WHERE case_id = '${caseId}'`,
      `UPDATE trust_case SET event_at = event_at - interval '1 day' WHERE id = '${caseId}'`,
    ])
      await expect(t.owner.query(statement)).rejects.toMatchObject({ code: '23001' })
  })

  test('of the respondent is taken until the deadline and not after', async () => {
    const { caseId } = await mismatch()
    await answer(caseId)
    await passDays(t, 5)
    await expect(answer(caseId, '更多')).rejects.toMatchObject({ code: 'deadline_passed' })
    await answer(caseId, '买家补充', 'claimant')
    await decide(caseId)
    await expect(answer(caseId, '再补充', 'claimant')).rejects.toMatchObject({ code: 'case_state' })
  })
})

describe('the limits of a case are a dated rule', () => {
  test('a fourth dispute about one order is refused by its version, and allowed once another one is in force', async () => {
    const order = nextOrder()
    for (let n = 0; n < 3; n++) {
      const { caseId } = await mismatch(order)
      await withdrawCase(t, { caseId, actor: 'buyer' })
    }
    const facts = { what: 'cases', limit: 3, rule: 'case_limits', ruleVersion: 1 }
    await expect(mismatch(order)).rejects.toMatchObject({ code: 'limit_reached', facts })
    await allow({ perOrder: 4, filesPerCase: 60 })
    await mismatch(order)
  })

  test('more files than a case takes in are refused by the version, whole: none of them is kept', async () => {
    await allow({ perOrder: 4, filesPerCase: 9 })
    const { caseId, order } = await mismatch()
    const folder = { of: 'order', id: order.orderId } as const
    const show = async (from: number, count: number) => {
      const fileKeys = []
      for (let n = from; n < from + count; n++) fileKeys.push(await fileOf(folder, n))
      const said = { side: 'claimant', givenBy: 'buyer', text: `照片 ${from}`, folder } as const
      await giveStatement(deps(), { ...said, caseId, fileKeys })
    }
    await show(0, 8)
    await expect(show(8, 2)).rejects.toMatchObject({
      code: 'limit_reached',
      facts: { what: 'evidence', limit: 9, rule: 'case_limits', ruleVersion: 3 },
    })
    await show(9, 1)
    const kept = t.db.selectFrom('caseEvidence').select('id').where('caseId', '=', caseId)
    expect(await kept.where('kind', '=', 'file').execute()).toHaveLength(9)
  })

  /** Another version, as if it had been published long ago. */
  const allow = (value: { perOrder: number; filesPerCase: number }) =>
    t.owner.query(
      `INSERT INTO rule (code, version, value, published_at, effective_from)
       SELECT code, max(version) + 1, $1, '2020-12-01', '2021-01-01'::timestamptz + max(version) * interval '1 day'
       FROM rule WHERE code = 'case_limits' GROUP BY code`,
      [JSON.stringify(value)],
    )
  const fileOf = async (folder: Parameters<typeof receiveEvidenceFile>[1]['folder'], n: number) => {
    const png = Buffer.from(`89504e470d0a1a0a${n.toString(16).padStart(8, '0')}`, 'hex')
    return (await receiveEvidenceFile({ files }, { folder, body: Readable.from([png]) })).key
  }
})

describe('a decision', () => {
  test('finds nothing against a party that was not heard, before its deadline', async () => {
    const { caseId } = await mismatch()
    await expect(decide(caseId)).rejects.toMatchObject({
      code: 'case_state',
      facts: { state: 'evidence_requested' },
    })
    await passDays(t, 5)
    expect(await decide(caseId)).toEqual({ isProposal: false })
  })

  test('above the limit waits for a second person, who is not the first', async () => {
    const caseId = await violation('false_report')
    await answer(caseId)
    expect(await decide(caseId)).toEqual({ isProposal: true })
    expect(await stored(caseId)).toMatchObject({ state: 'evidence_requested' })
    await expect(decide(caseId, BORIS)).rejects.toMatchObject({ code: 'second_person_needed' })
    await expect(checkDecision(t, { caseId, actor: ANNA, verdict: 'confirm' })).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    await checkDecision(t, { caseId, actor: BORIS, verdict: 'confirm' })
    expect(await stored(caseId)).toMatchObject({ state: 'decided', decidedBy: ANNA, confirmedBy: BORIS })
  })

  test('that was sent back is decided anew', async () => {
    const caseId = await violation('false_report')
    await answer(caseId)
    await decide(caseId)
    await checkDecision(t, { caseId, actor: BORIS, verdict: 'send_back' })
    expect(await decide(caseId, BORIS, { outcome: 'dismissed' })).toEqual({ isProposal: false })
  })

  test('is carried out after the days for an appeal: captured once, refunded once, however often it is tried', async () => {
    const { caseId, order } = await mismatch()
    await answer(caseId)
    const { isProposal } = await decide(caseId, ANNA, { refundOrder: true })
    if (isProposal) await checkDecision(t, { caseId, actor: BORIS, verdict: 'confirm' })
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'decided' })
    await passDays(t, 9)
    await Promise.all([carryOutDue(t), carryOutDue(t), carryOutDue(t)])
    const { expectedFen, ...found } = await stored(caseId)
    expect(found).toMatchObject({ state: 'executed', capturedFen: expectedFen, missingFen: 0n })
    const count = (sql: string) => t.owner.query(sql, [caseId]).then(({ rows }) => rows.length)
    expect(await count('SELECT FROM deposit_capture WHERE ref_id = $1')).toBe(1)
    expect(await count("SELECT FROM deposit_hold WHERE ref_id = $1 AND state = 'captured'")).toBe(1)
    const refunds = await t.db
      .selectFrom('refund')
      .select('amountFen')
      .where('orderId', '=', order.orderId)
      .execute()
    expect(refunds).toEqual([{ amountFen: order.paidFen }])
  })

  test('takes an open after-sale of the order along: no clock has anything to do', async () => {
    const { caseId, order } = await mismatch()
    const wish = { kind: 'return', reason: 'defect', words: '有划痕', linkToken: order.orderToken } as const
    const { afterSaleId } = await requestAfterSale(t, { ...wish, photoKeys: [] })
    await answer(caseId)
    const { isProposal } = await decide(caseId, ANNA, { refundOrder: true })
    if (isProposal) await checkDecision(t, { caseId, actor: BORIS, verdict: 'confirm' })
    await passDays(t, 9)
    await carryOutDue(t)
    const { events, ...read } = await readAfterSale(t.db, { afterSaleId, supplierId: null })
    expect(read).toMatchObject({
      state: 'refunding',
      agreedFen: order.paidFen,
      fault: 'supplier',
      dueAt: null,
    })
    expect(events.at(-1)).toMatchObject({ side: 'platform', actor: 'cases' })
    expect(await mindAfterSales(t)).toBe(0)
  })

  test('carried out while the party asks for its money waits for it, and both are done', async () => {
    const order = nextOrder()
    await receiveNow(t, order, { matured: true })
    expect(await settleDue(t)).toMatchObject({ problems: [] })
    const caseId = await violation('false_report', { order })
    await answer(caseId)
    const { isProposal } = await decide(caseId, ANNA, { refundOrder: true })
    if (isProposal) await checkDecision(t, { caseId, actor: BORIS, verdict: 'confirm' })
    await passDays(t, 9)
    const { supplierId: partyId } = scene
    const carrying = await t.db.transaction().execute(async trx => {
      await lockParty(trx, partyId)
      const done = carryOutDue(t)
      await expect.poll(() => countWaiters(t), { timeout: 10_000 }).toBe(1)
      await postEntries(trx, [payoutRequested({ payoutId: randomUUID(), partyId, amountFen: 100n })])
      // In a box, because the transaction would wait for a bare promise.
      return { done }
    })
    expect(await carrying.done).toMatchObject({ problems: [] })
    expect(await stored(caseId)).toMatchObject({ state: 'executed' })
  })

  test('killed half-way leaves nothing behind, and the next run does it', async () => {
    const caseId = await violation('sold_elsewhere_while_held')
    await answer(caseId)
    await decide(caseId)
    await passDays(t, 9)
    const { carryOutDecision } = await import('./carry-out-decision.ts')
    await expect(
      t.db.transaction().execute(async trx => {
        await carryOutDecision(trx, caseId)
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await stored(caseId)).toMatchObject({ state: 'decided', capturedFen: null })
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'executed', capturedFen: 200n * YUAN })
  })

  test('restricts from the time its step says, and each restriction ends on its own day', async () => {
    for (let n = 0; n < 2; n++) {
      const caseId = await violation('claim_beyond_report', { order: nextOrder() })
      await answer(caseId)
      await decide(caseId)
      await passDays(t, 9)
      await carryOutDue(t)
      const kinds = (await readRestrictions(t.db, scene.streamerId)).map(({ kind }) => kind)
      expect(kinds).toEqual(n === 0 ? [] : ['no_holds'])
    }
    const holding = { partyIds: [scene.streamerId], kind: 'no_holds' as const }
    await expect(refuseRestricted(t.db, holding)).rejects.toMatchObject({
      facts: { cause: 'case', rule: 'claim_beyond_report', ruleVersion: 1 },
    })
    await passDays(t, 6)
    await liftCaseRestrictions(t)
    expect(await readRestrictions(t.db, scene.streamerId)).toHaveLength(1)
    await passDays(t, 1.1)
    await Promise.all([liftCaseRestrictions(t), liftCaseRestrictions(t)])
    expect(await readRestrictions(t.db, scene.streamerId)).toEqual([])
  })

  test('dismissed costs nothing and gives everything back', async () => {
    const { caseId } = await mismatch()
    await decide(caseId, ANNA, { outcome: 'dismissed' })
    await passDays(t, 9)
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'closed', capturedFen: null })
    const hold = await t.db.selectFrom('depositHold').select('state').where('refId', '=', caseId).execute()
    expect(hold).toEqual([{ state: 'released' }])
  })
})

describe('the effect of another schedule on a month', () => {
  const rate = (rateBps: number) => [
    {
      from: 1,
      points: 5,
      restrictions: [],
      amount: {
        kind: 'rate' as const,
        rateBps,
        leastFen: '0',
        mostFen: '99999999',
      },
    },
  ]

  test('is what those found against would have paid, by the arithmetic that decides; dismissed and older ones are none', async () => {
    await using own = await createTestDatabase()
    const { supplierId, orders } = await buildCaseScene(own, { count: 3, depositFen: 1_000_000n * YUAN })
    const [first, second, third] = orders
    if (!first || !second || !third) throw new Error('too few orders')
    const decideOn = async (orderId: string, outcome: 'found' | 'dismissed') => {
      const { caseId } = await own.db.transaction().execute(trx =>
        openCase(trx, {
          kind: 'violation',
          clauseCode: 'late_shipping',
          key: `effect:${orderId}`,
          respondentId: supplierId,
          claimantKind: 'platform',
          orderId,
          openedBy: ANNA,
          statement: 'x',
          asksAtOnce: true,
        } as const),
      )
      const folder = { of: 'case', id: caseId } as const
      const said = { side: 'respondent', givenBy: 'user:x', text: 'x', folder } as const
      await giveStatement({ db: own.db, files }, { caseId, ...said, fileKeys: [] })
      await decideCase(own, { caseId, outcome, refundOrder: false, reason: 'x', actor: ANNA })
    }
    await decideOn(first.orderId, 'found')
    await passDays(own, 31)
    await decideOn(second.orderId, 'found')
    await decideOn(third.orderId, 'dismissed')
    const { lines, feltBy } = await previewClause(own.db, { code: 'late_shipping', schedule: rate(5_000) })
    const [cases, penalties, points] = lines
    expect(cases).toMatchObject({ before: 1n, after: 1n })
    expect(penalties?.after).toBe(second.paidFen / 2n)
    expect(points?.after).toBe(5n)
    expect(feltBy).toMatchObject([{ partyId: supplierId, afterFen: second.paidFen / 2n }])
    await expect(previewClause(own.db, { code: 'late_shipping', schedule: [] })).rejects.toMatchObject({
      code: 'bad_request',
    })
  })
})

describe('an appeal', () => {
  test('is made once, by the side that lost, in time, and heard by somebody else', async () => {
    const { caseId } = await mismatch()
    await answer(caseId)
    await decide(caseId)
    await expect(appeal(caseId, 'claimant')).rejects.toMatchObject({ code: 'forbidden' })
    await appeal(caseId)
    await expect(appeal(caseId)).rejects.toMatchObject({ code: 'case_state' })
    await passDays(t, 30)
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'appealed' })
    const hear = (actor: string) => decideAppeal(t, { caseId, outcome: 'upheld', reason: '维持', actor })
    await expect(hear(ANNA)).rejects.toMatchObject({ code: 'second_person_needed' })
    await hear(CHEN)
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'executed', appealDecidedBy: CHEN })
  })

  test('that is upheld for the party undoes what was found, and nothing is captured', async () => {
    const { caseId } = await mismatch()
    await answer(caseId)
    await decide(caseId)
    await appeal(caseId)
    await decideAppeal(t, { caseId, outcome: 'overturned', reason: '证据不足', actor: CHEN })
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'closed' })
    expect(
      await t.db.selectFrom('depositCapture').select('id').where('refId', '=', caseId).execute(),
    ).toEqual([])
  })

  test('of a buyer whose case was dismissed can still find against the supplier', async () => {
    const { caseId } = await mismatch()
    await decide(caseId, ANNA, { outcome: 'dismissed' })
    await appeal(caseId, 'claimant')
    const { isProposal } = await decideAppeal(t, {
      caseId,
      outcome: 'overturned',
      reason: '复核',
      actor: BORIS,
    })
    if (isProposal) await checkDecision(t, { caseId, actor: CHEN, verdict: 'confirm' })
    await carryOutDue(t)
    expect(await stored(caseId)).toMatchObject({ state: 'executed', appealDecidedBy: BORIS })
  })

  test('comes too late after its days', async () => {
    const { caseId } = await mismatch()
    await answer(caseId)
    await decide(caseId)
    await passDays(t, 9)
    await expect(appeal(caseId)).rejects.toMatchObject({ code: 'deadline_passed' })
  })
})

test('a case that was not asked about cannot be decided; asking twice is asking once', async () => {
  const { caseId } = await t.db.transaction().execute(trx =>
    openCase(trx, {
      kind: 'violation',
      clauseCode: 'late_shipping',
      key: 'asked later',
      respondentId: scene.supplierId,
      claimantKind: 'system',
      openedBy: 'cases',
      statement: '逾期',
    }),
  )
  await expect(decide(caseId)).rejects.toMatchObject({ code: 'case_state', facts: { state: 'open' } })
  await requestEvidence(t, { caseId, actor: ANNA })
  await requestEvidence(t, { caseId, actor: BORIS })
  expect(await stored(caseId)).toMatchObject({ state: 'evidence_requested' })
})

test('a clause for streamers cannot be held against a supplier, nor a violation be brought as a dispute', async () => {
  const open = (clauseCode: string, kind: 'violation' | 'dispute') =>
    t.db.transaction().execute(trx =>
      openCase(trx, {
        kind,
        clauseCode,
        key: `wrong ${clauseCode}`,
        respondentId: scene.supplierId,
        claimantKind: 'platform',
        openedBy: ANNA,
        statement: 'x',
      }),
    )
  await expect(open('held_not_shown', 'violation')).rejects.toMatchObject({ code: 'bad_request' })
  await expect(open('late_shipping', 'dispute')).rejects.toMatchObject({ code: 'bad_request' })
  await expect(open('never_heard_of', 'dispute')).rejects.toMatchObject({ code: 'not_found' })
})
