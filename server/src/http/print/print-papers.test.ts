import { spawnSync } from 'node:child_process'
import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { signBuiltReport } from '@haowu/server/test/sign-built-report.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#db/database.ts'

const READER = spawnSync('pdftotext', ['-v']).error === undefined
const TITLE = '苹果 iPhone 15 Pro 128GB 蓝色钛金属 喆堃专供'

let t: TestDatabase
let site: TestApp
let supplier: Person
let cookie: string
let order: PaidOrder
let code: string

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  supplier = await buildPerson(t.db, 'supplier', {})
  cookie = await site.signIn(supplier)
  order = await buildPaidOrder(t, checkoutDeps(t), { supplierId: supplier.partyId, title: TITLE })
  const { reportId } = order.sale.item
  const seed = site.deps.secrets.reportSigning
  code = (await signBuiltReport(t.owner, { reportId, seed, title: TITLE })).code
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const slip = (query = '') => fetchPdf(`/api/print/orders/${order.orderId}/slip.pdf${query}`)
const sheet = (query = '') => fetchPdf(`/api/print/reports/${code}/report.pdf${query}`)

async function fetchPdf(path: string): Promise<Buffer> {
  const answer = await request(site.app).get(path).set('cookie', cookie).responseType('blob')
  expect([answer.status, answer.get('content-type')]).toEqual([200, 'application/pdf'])
  return answer.body
}

function textOf(pdf: Buffer): string {
  const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf })
  return stdout.toString('utf8')
}

describe('the papers of a report', () => {
  test('are the same file, byte by byte, whenever they are printed', async () => {
    for (const print of [slip, sheet]) {
      const [one, two] = [await print(), await print()]
      expect(one.subarray(0, 5).toString()).toBe('%PDF-')
      expect(one.equals(two)).toBe(true)
      expect((await print('?lang=en')).equals(one)).toBe(false)
    }
  })

  test.skipIf(!READER)(
    'let a reader find the Chinese title, the code and the order number in the slip',
    async () => {
      const pdf = await slip()
      const text = textOf(pdf)
      for (const words of [
        order.orderNo,
        code,
        '356938035640748',
        '95 新',
        '轻微划痕',
        '右下角细划痕',
        '拍机堂检测中心（常州）',
        `/r/${code}`,
      ])
        expect(text).toContain(words)
      // The title takes more than one line.
      expect(text.replaceAll(/\s/g, '')).toContain('苹果iPhone15Pro')
      expect(text).toContain('喆堃专供')
      const { stdout } = spawnSync('pdfinfo', ['-'], { input: pdf })
      expect(stdout.toString()).toMatch(/Pages:\s+1\n[\s\S]*Page size:\s+283\.46\d* x 425\.19\d* pts/)
    },
  )

  test.skipIf(!READER)('say everything that was signed on A4, in either language', async () => {
    const text = textOf(await sheet())
    for (const words of [
      TITLE,
      '成色 95 新',
      '外观 轻微划痕 (最高 95 新)',
      '按成色评级标准第 1 版',
      '孙工',
      'PJT-20261112-002',
      '签名',
    ])
      expect(text).toContain(words)
    const english = textOf(await sheet('?lang=en'))
    for (const words of ['Inspection report', TITLE, 'Battery health', 'By a third party'])
      expect(english).toContain(words)
  })

  test('are not printed once the stored content no longer fits its signature', async () => {
    const owner = createDatabase(t.owner)
    const turn = (percent: string) =>
      sql`UPDATE report SET content = jsonb_set(content, '{measured,battery_pct}', ${percent}::jsonb) WHERE code = ${code}`.execute(
        owner,
      )
    await turn('92')
    try {
      for (const path of [`orders/${order.orderId}/slip.pdf`, `reports/${code}/report.pdf`]) {
        const answer = await request(site.app).get(`/api/print/${path}`).set('cookie', cookie)
        expect([answer.status, answer.body.error.data]).toMatchObject([
          422,
          { reason: 'report_invalid', facts: { problem: 'signature' } },
        ])
      }
    } finally {
      await turn('91')
    }
  })

  test('follow the membership that the link names, since a link carries no header', async () => {
    const path = `/api/print/reports/${code}/report.pdf`
    const ask = (member: string) => request(site.app).get(`${path}?member=${member}`).set('cookie', cookie)
    expect((await ask(supplier.memberId)).status).toBe(200)
    expect((await ask(order.orderId)).status).toBe(403)
  })

  test('carry nothing about the buyer', async () => {
    const bytes = [await slip(), await sheet()].map(textOf).join('')
    for (const secret of ['欧阳', '1381234', '漕溪北路', '徐汇区']) expect(bytes).not.toContain(secret)
  })
})
