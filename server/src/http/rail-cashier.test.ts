import { buildSale, checkoutDeps, TEST_ORIGIN } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import express from 'express'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { railCashier } from './rail-cashier.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const appOf = () => express().use(railCashier({ db: t.db }))

async function openPayment(title = '<b>"iPhone" & \'co\'</b>') {
  const sale = await buildSale(t, { title })
  const { payUrl, linkToken } = await startCheckout(checkoutDeps(t), sale.request())
  return { path: new URL(payUrl).pathname, returnUrl: `${TEST_ORIGIN}/order/${linkToken}` }
}

test('the cashier shows the amount and six buttons, without a script and with the title as text', async () => {
  const { path } = await openPayment()
  const { text, status } = await request(appOf()).get(path)
  expect(status).toBe(200)
  expect(text).toContain('¥4,999.00')
  expect(text.match(/<button/g)).toHaveLength(6)
  expect(text).not.toMatch(/<script|<b>|onclick/)
})

test('a pressed button pays once and leads back to the order; afterwards nothing can be pressed', async () => {
  const { path, returnUrl } = await openPayment()
  const answer = await request(appOf()).post(path).type('form').send({ button: 'pay' })
  expect([answer.status, answer.get('location')]).toEqual([303, returnUrl])
  const { text } = await request(appOf()).get(path)
  expect(text).not.toContain('<button')
  expect(text).toContain(returnUrl)
})

test.each(['/rail/pay/P1', '/rail/pay/%3Cscript%3E', '/rail/pay/%00'])('%s is not found', async path => {
  expect((await request(appOf()).get(path)).status).toBe(404)
})

test('a button that does not exist presses nothing', async () => {
  const { path } = await openPayment()
  const answer = await request(appOf()).post(path).type('form').send({ button: 'steal' })
  expect(answer.get('location')).toBe(path)
  expect((await request(appOf()).get(path)).text).toContain('<button')
})
