import { spawnSync } from 'node:child_process'
import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { signBuiltReport } from '@haowu/server/test/sign-built-report.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestRefund } from '#domain/orders/request-refund.ts'

const READER = spawnSync('pdftotext', ['-v']).error === undefined
const TITLES = ['苹果 iPhone 15 Pro 蓝色钛金属', '佳能 EOS R5 全画幅微单', '华为 Mate 60 雅川青']

let t: TestDatabase
let site: TestApp
let supplier: Person
let cookie: string
const orders: PaidOrder[] = []

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  supplier = await buildPerson(t.db, 'supplier', {})
  cookie = await site.signIn(supplier)
  const deps = checkoutDeps(t)
  for (const title of TITLES) {
    const order = await buildPaidOrder(
      t,
      { ...deps, secrets: site.deps.secrets },
      { supplierId: supplier.partyId, title },
    )
    await signBuiltReport(t.owner, {
      reportId: order.sale.item.reportId,
      seed: site.deps.secrets.reportSigning,
      title,
    })
    orders.push(order)
  }
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const print = (orderIds: string[], papers = 'both') =>
  request(site.app).post('/api/print/parcels').set('cookie', cookie).send({ orderIds, papers, lang: 'zh' })

async function printed(orderIds: string[], papers?: string) {
  const answer = await print(orderIds, papers)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', chunk => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')))
    })
  expect(answer.status).toBe(200)
  const lines = String(answer.body).trim().split('\n')
  const { pdf, missing } = JSON.parse(lines.at(-1) ?? '{}') as { pdf: string | null; missing: object[] }
  const text = (args: string[]) =>
    spawnSync('pdftotext', ['-layout', ...args, '-', '-'], {
      input: Buffer.from(pdf ?? '', 'base64'),
    }).stdout.toString()
  return { pdf, missing, text }
}

const ids = () => orders.map(({ orderId }) => orderId)
const openings = async () =>
  (await t.owner.query("SELECT FROM audit_log WHERE action = 'address_opened'")).rowCount

describe('the papers of many parcels', () => {
  test.skipIf(!READER)(
    'are one file on A6: for each order its label, then its slip, and text that can be found',
    async () => {
      const { pdf, missing, text } = await printed(ids())
      expect(missing).toEqual([])
      const { stdout } = spawnSync('pdfinfo', ['-'], { input: Buffer.from(pdf ?? '', 'base64') })
      expect(stdout.toString()).toMatch(/Pages:\s+6\n[\s\S]*Page size:\s+297\.6\d* x 419\.5\d* pts/)
      for (const [at, { orderNo }] of orders.entries()) {
        const label = text(['-f', String(2 * at + 1), '-l', String(2 * at + 1)])
        const slip = text(['-f', String(2 * at + 2), '-l', String(2 * at + 2)])
        for (const words of [orderNo, '欧阳', '漕溪北路']) expect(label).toContain(words)
        expect(slip).toContain(orderNo)
        expect(slip).toContain('/r/')
        expect(slip).not.toContain('漕溪北路')
      }
    },
  )

  test('log each address that is printed, and none for slips alone', async () => {
    const before = (await openings()) ?? 0
    await printed(ids(), 'slips')
    expect(await openings()).toBe(before)
    await printed([...ids(), ...ids()], 'labels')
    expect(await openings()).toBe(before + orders.length)
  })

  test('are refused as a whole when one order is of somebody else, before any address is opened', async () => {
    const stranger = await buildPaidOrder(t, checkoutDeps(t))
    const before = await openings()
    expect((await print([...ids(), stranger.orderId])).status).toBe(404)
    expect(await openings()).toBe(before)
  })
  test('leave out an order whose address is closed, and say which', async () => {
    const [first, ...others] = orders
    const refund = { supplierId: null, reason: 'after_sale', requestedBy: 'test' } as const
    await requestRefund(t, { orderId: first?.orderId ?? '', ...refund })
    const { pdf, missing } = await printed(ids())
    expect(pdf).not.toBeNull()
    expect(missing).toEqual([{ orderNo: first?.orderNo, reason: 'order_state' }])
    for (const { orderId } of others) await requestRefund(t, { orderId, ...refund })
    expect(await printed(ids(), 'labels')).toMatchObject({ pdf: null })
  })
})
