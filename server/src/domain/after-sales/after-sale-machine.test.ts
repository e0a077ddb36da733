import { randomUUID } from 'node:crypto'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { letParcelArrive } from '@haowu/server/test/let-parcel-arrive.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { AFTER_SALE_STATES, type AfterSaleState } from '@haowu/shared/after-sales.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { processOpenRefunds } from '#domain/orders/process-refund.ts'
import { settleDue } from '#domain/settlement/settle-due.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import { canMoveAfterSale } from './after-sale.ts'
import { answerAfterSale } from './answer-after-sale.ts'
import { acceptOffer } from './accept-offer.ts'
import { escalateAfterSale } from './escalate-after-sale.ts'
import { sendReturn } from './send-return.ts'
import { withdrawAfterSale } from './withdraw-after-sale.ts'
import { inspectReturn } from './inspect-return.ts'
import { receiveReturn } from './receive-return.ts'
import { listAfterSales } from './list-after-sales.ts'
import { mindAfterSales } from './mind-after-sales.ts'
import { readAfterSale, readAfterSalesByLink } from './read-after-sale.ts'
import { refundByOperator } from './refund-by-operator.ts'
import { requestAfterSale } from './request-after-sale.ts'
import { ruleAfterSale } from './rule-after-sale.ts'

let t: TestDatabase
let deps: ReturnType<typeof checkoutDeps>
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

/** An order whose parcel arrived, divided; its price is so low that no ruling needs a second person, unless said otherwise. */
async function arrived(priceFen = 150_000n): Promise<PaidOrder> {
  const order = await buildPaidOrder(t, deps, { priceFen })
  await splitDue(t)
  await letParcelArrive(t.db, order)
  return order
}

const ask = ({ linkToken }: PaidOrder, more: Partial<Parameters<typeof requestAfterSale>[1]> = {}) =>
  requestAfterSale(t, {
    linkToken,
    kind: 'return',
    reason: 'not_as_reported',
    words: '电池健康与报告不符',
    photoKeys: [],
    ...more,
  })

const rowOf = (id: string) =>
  t.db.selectFrom('afterSale').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const orderRow = ({ orderId }: PaidOrder) =>
  t.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
const supplierOf = ({ sale }: PaidOrder) => ({ supplierId: sale.item.supplierId, actor: 'user:s' })
const identityOf = async ({ sale }: PaidOrder) =>
  (
    await t.db
      .selectFrom('item')
      .select('identity')
      .where('id', '=', sale.item.itemId)
      .executeTakeFirstOrThrow()
  ).identity
const refundArrives = async () => {
  await sql`UPDATE refund SET created_at = created_at - interval '1 minute' WHERE state IN ('requested', 'processing')`.execute(
    t.db,
  )
  await processOpenRefunds(deps, { limit: 50 })
  await sql`UPDATE rail_simulator.refund SET ends_at = app_now() - interval '1 second'`.execute(t.db)
  await sql`UPDATE refund SET asked_at = asked_at - interval '1 minute'`.execute(t.db)
  await processOpenRefunds(deps, { limit: 50 })
}
const dueNow = (id: string) =>
  sql`UPDATE after_sale SET due_at = app_now() WHERE id = ${id} AND due_at IS NOT NULL`.execute(t.db)

describe('from the wish to the money', () => {
  test('a return: agreed, sent, held against its number, refunded; the piece waits for a new report', async () => {
    const order = await arrived()
    const { afterSaleId } = await ask(order)
    const step = { afterSaleId, ...supplierOf(order) }
    await answerAfterSale(t, { ...step, answer: 'agree' })
    await sendReturn(t, { afterSaleId, linkToken: order.linkToken, carrier: 'sf', trackingNo: 'SF123456789' })
    await receiveReturn(t, step)
    const identity = await identityOf(order)
    const look = { ...step, words: '', outcome: 'as_sent' } as const
    await expect(inspectReturn(t, { ...look, identity: '000000000000000' })).rejects.toMatchObject({
      code: 'bad_request',
      facts: { field: 'identity' },
    })
    await expect(inspectReturn(t, { ...look, identity: null })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(inspectReturn(t, { ...look, identity, found: { battery_pct: 60 } })).rejects.toMatchObject({
      code: 'bad_request',
      facts: { field: 'found' },
    })
    await inspectReturn(t, { ...look, identity: ` ${identity?.toLowerCase()} ` })
    await refundArrives()
    await mindAfterSales(t)
    expect(await rowOf(afterSaleId)).toMatchObject({ state: 'refunded', agreedFen: 150_000n })
    expect(await orderRow(order)).toMatchObject({ state: 'refunded', refundedFen: 150_000n })
    const item = await t.db
      .selectFrom('item')
      .select('state')
      .where('id', '=', order.sale.item.itemId)
      .executeTakeFirstOrThrow()
    expect(item.state).toBe('returning')
  })

  test('a swapped piece is no return: the platform rules, and what it rules is done once', async () => {
    const order = await arrived()
    const { afterSaleId } = await ask(order)
    const step = { afterSaleId, ...supplierOf(order) }
    await answerAfterSale(t, { ...step, answer: 'agree' })
    await sendReturn(t, { afterSaleId, linkToken: order.linkToken, carrier: 'sf', trackingNo: 'SF987654321' })
    await receiveReturn(t, step)
    const found = { cosmetic: 'cracked' }
    await inspectReturn(t, { ...step, identity: '999', outcome: 'swapped', found, words: '序列号不同' })
    const told = await t.db
      .selectFrom('afterSaleEvent')
      .select('facts')
      .where('afterSaleId', '=', afterSaleId)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(told?.facts).toMatchObject({
      outcome: 'swapped',
      soldGrade: '95',
      returnedGrade: 'fair',
      'found.cosmetic': 'cracked',
    })
    expect((await rowOf(afterSaleId)).state).toBe('disputed')
    const ruling = {
      afterSaleId,
      amountFen: null,
      sendsBack: false,
      fault: 'none',
      words: '换货',
      actor: 'user:o',
    } as const
    expect(await ruleAfterSale(t, ruling)).toEqual({ waits: false })
    expect((await rowOf(afterSaleId)).state).toBe('closed')
    await expect(ruleAfterSale(t, ruling)).rejects.toMatchObject({ code: 'after_sale_state' })
    expect((await orderRow(order)).refundedFen).toBe(0n)
  })

  test('less is offered and taken: the buyer keeps the goods and the order goes on to be settled', async () => {
    const order = await arrived()
    const { afterSaleId } = await ask(order)
    const step = { afterSaleId, ...supplierOf(order) }
    const offer = { ...step, answer: 'offer', words: '补偿差价' } as const
    await expect(answerAfterSale(t, { ...offer, amountFen: 150_000n })).rejects.toMatchObject({
      code: 'bad_request',
    })
    await answerAfterSale(t, { ...offer, amountFen: 20_000n })
    await acceptOffer(t, { linkToken: order.linkToken, afterSaleId })
    await settleDue(t)
    expect((await orderRow(order)).state).toBe('received')
    await refundArrives()
    await mindAfterSales(t)
    await settleDue(t)
    expect(await orderRow(order)).toMatchObject({ state: 'completed', refundedFen: 20_000n })
  })

  test('from the limit on a ruling is carried out by a second person who rules the same', async () => {
    const order = await arrived(900_000n)
    const { afterSaleId } = await ask(order, { kind: 'refund_only', amountFen: 300_000n })
    await answerAfterSale(t, { afterSaleId, ...supplierOf(order), answer: 'refuse', words: '与报告一致' })
    await escalateAfterSale(t, {
      linkToken: order.linkToken,
      afterSaleId,
      words: '请平台判断',
      photoKeys: [],
    })
    const rule = (actor: string, amountFen: bigint) =>
      ruleAfterSale(t, { afterSaleId, amountFen, sendsBack: false, fault: 'supplier', words: '属实', actor })
    expect(await rule('user:a', 250_000n)).toEqual({ waits: true })
    await expect(rule('user:a', 250_000n)).rejects.toMatchObject({ code: 'second_person_needed' })
    expect(await rule('user:b', 260_000n)).toEqual({ waits: true })
    expect(await rule('user:a', 260_000n)).toEqual({ waits: false })
    expect((await orderRow(order)).refundedFen).toBe(260_000n)
  })

  test('nobody’s silence stops the money: each clock does what the rules say', async () => {
    const order = await arrived()
    const { afterSaleId } = await ask(order, { kind: 'refund_only', amountFen: 1_000n })
    await mindAfterSales(t)
    expect((await rowOf(afterSaleId)).state).toBe('requested')
    await dueNow(afterSaleId)
    await Promise.allSettled([mindAfterSales(t), mindAfterSales(t)])
    expect((await rowOf(afterSaleId)).state).toBe('refunding')
    const events = await t.db
      .selectFrom('afterSaleEvent')
      .select(['side', 'toState'])
      .where('afterSaleId', '=', afterSaleId)
      .orderBy('id')
      .execute()
    expect(events).toEqual([
      { side: 'buyer', toState: 'requested' },
      { side: 'clock', toState: 'refunding' },
    ])
  })

  test('seven days without a reason, fifteen for what is wrong, and the refusal says which rule', async () => {
    const order = await arrived()
    const late = (days: number) =>
      sql`UPDATE orders SET received_at = app_now() - ${days}::int * interval '1 day' WHERE id = ${order.orderId}`.execute(
        t.db,
      )
    await late(8)
    await expect(ask(order, { reason: 'no_longer_wanted' })).rejects.toMatchObject({
      code: 'after_sale_window',
      facts: { days: 7, rule: 'after_sale_window', version: 1 },
    })
    await late(16)
    await expect(ask(order)).rejects.toMatchObject({ code: 'after_sale_window', facts: { days: 15 } })
    await late(15)
    await ask(order)
  })
})

/** Steps that anybody may try at any time, with whatever comes of it. */
const STEPS = [
  'agree',
  'offer',
  'refuse',
  'accept',
  'escalate',
  'withdraw',
  'send',
  'receive',
  'same',
  'swapped',
  'rule_all',
  'rule_none',
  'rule_back',
  'clock',
  'rail',
  'again',
  'desk',
] as const
type Step = (typeof STEPS)[number]

async function take(step: Step, order: PaidOrder, afterSaleId: string): Promise<void> {
  const by = { afterSaleId, ...supplierOf(order) }
  const link = { linkToken: order.linkToken, afterSaleId }
  const rule = { afterSaleId, fault: 'supplier', words: '裁决', actor: 'user:o', sendsBack: false } as const
  const identity = (await identityOf(order)) ?? ''
  switch (step) {
    case 'agree':
      return answerAfterSale(t, { ...by, answer: 'agree' })
    case 'offer':
      return answerAfterSale(t, { ...by, answer: 'offer', amountFen: 7_777n, words: '补偿' })
    case 'refuse':
      return answerAfterSale(t, { ...by, answer: 'refuse', words: '不同意' })
    case 'accept':
      return acceptOffer(t, link)
    case 'escalate':
      return escalateAfterSale(t, { ...link, words: '请裁决', photoKeys: [] })
    case 'withdraw':
      return withdrawAfterSale(t, link)
    case 'send':
      return sendReturn(t, {
        ...link,
        carrier: 'sf',
        trackingNo: `SF${randomUUID().slice(0, 12).toUpperCase()}`,
      })
    case 'receive':
      return receiveReturn(t, by)
    case 'same':
      return inspectReturn(t, { ...by, identity, outcome: 'as_sent', words: '' })
    case 'swapped':
      return inspectReturn(t, { ...by, identity: '1', outcome: 'swapped', words: '不是同一件' })
    case 'rule_all':
      await ruleAfterSale(t, { ...rule, amountFen: 99_999n })
      return
    case 'rule_none':
      await ruleAfterSale(t, { ...rule, amountFen: null })
      return
    case 'rule_back':
      await ruleAfterSale(t, { ...rule, amountFen: 150_000n, sendsBack: true })
      return
    case 'clock':
      await dueNow(afterSaleId)
      await mindAfterSales(t)
      return
    case 'rail':
      await refundArrives()
      await mindAfterSales(t)
      return
    case 'again':
      await ask(order)
      return
    case 'desk':
      await refundByOperator(t, { orderId: order.orderId, actor: 'user:o' })
      return
  }
}

test('whatever anybody does, in any order and twice at once: only listed moves, one refund at most, and no fen astray', async () => {
  const reached = new Set<AfterSaleState>()
  const walk = fc.record({
    kind: fc.constantFrom('return' as const, 'refund_only' as const),
    steps: fc.array(fc.record({ step: fc.constantFrom(...STEPS), twice: fc.boolean() }), {
      minLength: 4,
      maxLength: 14,
      size: 'max',
    }),
  })
  await fc.assert(
    fc.asyncProperty(walk, async ({ kind, steps }) => {
      const order = await arrived()
      const { afterSaleId } = await ask(order, { kind })
      for (const { step, twice } of steps) {
        const tries = Array.from({ length: twice ? 2 : 1 }, () => take(step, order, afterSaleId))
        for (const outcome of await Promise.allSettled(tries)) {
          if (outcome.status === 'rejected' && !(outcome.reason instanceof DomainError)) throw outcome.reason
        }
        reached.add((await rowOf(afterSaleId)).state as AfterSaleState)
      }
      const events = await t.db
        .selectFrom('afterSaleEvent')
        .select(['fromState', 'toState'])
        .where('afterSaleId', '=', afterSaleId)
        .orderBy('id')
        .execute()
      for (const { fromState, toState } of events) {
        if (fromState !== null)
          expect(canMoveAfterSale(fromState as AfterSaleState, toState as AfterSaleState)).toBe(true)
      }
      const refunds = await t.db
        .selectFrom('refund')
        .selectAll()
        .where('orderId', '=', order.orderId)
        .execute()
      const row = await rowOf(afterSaleId)
      expect(refunds.filter(({ id }) => id === row.refundId)).toHaveLength(row.refundId ? 1 : 0)
      const own = refunds.find(({ requestKey }) => requestKey === `after_sale:${afterSaleId}`)
      expect([undefined, row.refundId]).toContain(own?.id)
      const refunded = refunds.reduce((sum, refund) => sum + refund.amountFen, 0n)
      expect((await orderRow(order)).refundedFen).toBe(refunded)
      const blocks = await t.db
        .selectFrom('orderBlock')
        .select('id')
        .where('orderId', '=', order.orderId)
        .where('refId', '=', afterSaleId)
        .where('closedAt', 'is', null)
        .execute()
      expect(blocks).toHaveLength(row.endedAt === null ? 1 : 0)
    }),
    { numRuns: 25 },
  )
  expect((await proveLedger(t.db)).disagreement).toBeNull()
  // The walks are worth little if chance leaves them at the door.
  expect(AFTER_SALE_STATES.filter(state => reached.has(state)).length).toBeGreaterThan(5)
})

test('supplier and buyer read the same story, others nothing', async () => {
  const order = await arrived()
  const { afterSaleId, no } = await ask(order)
  const { supplierId } = supplierOf(order)
  const own = await readAfterSale(t.db, { afterSaleId, supplierId })
  expect(own).toMatchObject({
    no,
    state: 'requested',
    askedFen: 150_000n,
    paidFen: 150_000n,
    hasIdentity: true,
  })
  expect(own.events).toMatchObject([{ side: 'buyer', toState: 'requested', words: '电池健康与报告不符' }])
  expect(await readAfterSalesByLink(t.db, { linkToken: order.linkToken })).toEqual([own])
  await expect(readAfterSale(t.db, { afterSaleId, supplierId: randomUUID() })).rejects.toMatchObject({
    code: 'not_found',
  })
  const list = (view: 'answer' | 'waiting', who: string | null) =>
    listAfterSales(t.db, { supplierId: who, view, text: no, limit: 5 })
  expect(await list('answer', supplierId)).toHaveLength(1)
  expect(await list('waiting', null)).toHaveLength(1)
  expect(await list('answer', null)).toHaveLength(0)
})
