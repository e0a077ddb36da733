import { buildPaidAtRail, checkoutDeps, type PaidOrder, TEST_SECRETS } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import express, { type Express } from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckoutDeps } from '#domain/orders/start-checkout.ts'
import { deliverDueCallbacks } from '#gateways/rail-simulator/deliver-callbacks.ts'
import { signMessage } from '#gateways/signed-message.ts'
import { answerError } from './problem.ts'
import { railWebhook } from './rail-webhook.ts'

let t: TestDatabase
let deps: CheckoutDeps
let app: Express
const secret = TEST_SECRETS.railWebhook
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
  app = express()
  app.use(railWebhook({ ...deps, log: pino({ level: 'silent' }) }))
  app.use(answerError)
})
afterAll(() => t[Symbol.asyncDispose]())

const stateOf = async ({ orderId }: PaidOrder) =>
  (await t.db.selectFrom('orders').select('state').where('id', '=', orderId).executeTakeFirstOrThrow()).state

function bodyOf({ paid }: PaidOrder): string {
  return JSON.stringify({ kind: 'payment.succeeded', ...paid, amountFen: String(paid.amountFen) })
}

const post = (body: string, headers: Record<string, string>) =>
  request(app).post('/rail/webhook').set('content-type', 'application/json').set(headers).send(body)
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

describe('a callback', () => {
  test('with a right signature takes effect, and again is accepted without a second effect', async () => {
    const order = await buildPaidAtRail(t, deps)
    const body = bodyOf(order)
    const headers = signMessage(secret, { id: 'evt-1', body })
    expect((await post(body, headers)).status).toBe(204)
    expect((await post(body, headers)).status).toBe(204)
    expect(await stateOf(order)).toBe('paid')
  })

  test.each([
    ['signed with another key', (body: string) => signMessage(Buffer.alloc(32, 1), { id: 'e', body })],
    ['six minutes old', (body: string) => signMessage(secret, { id: 'e', body, at: minutesAgo(6) })],
    ['six minutes ahead', (body: string) => signMessage(secret, { id: 'e', body, at: minutesAgo(-6) })],
    ['signed for another body', () => signMessage(secret, { id: 'e', body: '{}' })],
    ['without a signature', () => ({})],
    [
      'with rubbish for a signature',
      () => ({ 'webhook-id': 'e', 'webhook-timestamp': 'x', 'webhook-signature': 'v1' }),
    ],
  ])('%s is 401 and changes nothing', async (_, sign) => {
    const order = await buildPaidAtRail(t, deps)
    const body = bodyOf(order)
    const answer = await post(body, sign(body))
    expect(answer.status).toBe(401)
    expect(await stateOf(order)).toBe('checkout')
  })

  test('just inside five minutes is accepted', async () => {
    const order = await buildPaidAtRail(t, deps)
    const body = bodyOf(order)
    expect((await post(body, signMessage(secret, { id: 'e', body, at: minutesAgo(4.9) }))).status).toBe(204)
  })

  test('with a changed amount under a valid signature is refused, and the order stays unpaid', async () => {
    const order = await buildPaidAtRail(t, deps)
    const body = bodyOf(order).replace('499900', '1')
    expect((await post(body, signMessage(secret, { id: 'e', body }))).status).toBe(422)
    expect(await stateOf(order)).toBe('checkout')
  })

  test.each([
    '{"kind":"payment.closed"}',
    'not json',
    '',
    '[]',
    '{"kind":"payment.succeeded","amountFen":5}',
    // What the database cannot keep would be refused each time it is sent again.
    '{"kind":"payment.succeeded","outTradeNo":"a\\u0000","transactionId":"x","amountFen":"1"}',
    '{"kind":"refund.failed","outTradeNo":"a","outRefundNo":"\\u0000","amountFen":"1"}',
  ])('of a kind we do not know is accepted and ignored: %j', async body => {
    expect((await post(body, signMessage(secret, { id: 'e', body }))).status).toBe(204)
  })

  test('of 5 MB is refused before it is read', async () => {
    expect((await post('x'.repeat(5_000_000), {})).status).toBe(413)
  })
})

describe('the rail’s sender', () => {
  test('sends what is due until it is accepted, three copies at once when told so, and then no more', async () => {
    const server = app.listen(0)
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const order = await buildPaidAtRail(t, deps)
    await t.db.updateTable('railSimulator.callback').set({ copies: 3 }).execute()
    try {
      await deliverDueCallbacks(t.db, { secret, notifyUrl: 'http://127.0.0.1:1/rail/webhook' }, 20)
      expect(await stateOf(order)).toBe('checkout')
      await t.db
        .updateTable('railSimulator.callback')
        .set({ dueAt: new Date(0) })
        .execute()
      const notifyUrl = `http://127.0.0.1:${address.port}/rail/webhook`
      await deliverDueCallbacks(t.db, { secret, notifyUrl }, 20)
      expect(await stateOf(order)).toBe('paid')
      const open = await t.db
        .selectFrom('railSimulator.callback')
        .select('tries')
        .where('deliveredAt', 'is', null)
        .execute()
      expect(open).toEqual([])
    } finally {
      server.close()
    }
  })
})
