import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { BANK_FORMATS } from '#gateways/bank.ts'
import { PLATFORMS } from '#gateways/platform-simulator/create-platform-simulator.ts'

let t: TestDatabase
let web: TestApp
let cookie: string
beforeAll(async () => {
  t = await createTestDatabase()
  web = createTestApp(t)
  cookie = await web.signIn(await buildPerson(t.db, 'finance'))
  await t.db
    .insertInto('statementAccount')
    .values([
      { channel: 'bank', accountNo: OUR_BANK_ACCOUNT.accountNo, name: '结算户', ledgerAccount: 'A:BANK' },
      ...PLATFORMS.map(channel => ({
        channel,
        accountNo: '88001122',
        name: channel,
        ledgerAccount: 'A:CHANNEL',
      })),
    ])
    .execute()
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'P' || day, 10000 + day, 's', '/', app_now(), '2026-03-01 10:00+08'::timestamptz + day * interval '1 day', 't' || day
    FROM generate_series(0, 5) AS day`.execute(t.db)
})
afterAll(async () => {
  await web[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const fetchFile = (path: string, query: object) =>
  request(web.app).get(`/demo/statements/${path}`).set({ cookie }).query(query).responseType('blob')

/** The file as a person sends it on. */
async function upload(path: string, query: object) {
  const file = await fetchFile(path, query)
  expect(file.status).toBe(200)
  const sent = await request(web.app)
    .post('/api/statements')
    .set({ cookie, 'content-type': 'application/octet-stream', 'x-file-name': 'statement' })
    .send(file.body)
  return sent.body
}

describe('what the simulated bank and platforms hand out can be uploaded', () => {
  test.each(BANK_FORMATS.map((format, at) => [format, `2026-03-0${at + 2}`]))(
    'a bank statement as %s',
    async (format, day) => {
      // Nobody has said yet what the columns of its own tables are.
      const state = format === 'csv' || format === 'xlsx' ? 'asking' : 'loaded'
      expect(await upload('bank', { day, format })).toMatchObject({ state })
    },
  )

  test.each(PLATFORMS)('a settlement bill of %s, and one with a wrong total is refused', async platform => {
    const wrong = { platform, day: '2026-03-02', fault: 'wrong_total' }
    expect(await upload('platform', wrong)).toMatchObject({ state: 'refused', refusal: { rule: 'count' } })
    expect(await upload('platform', { platform, day: '2026-03-02' })).toMatchObject({
      state: 'loaded',
      lineCount: 13,
    })
    expect(await upload('platform', { platform, day: '2026-03-03' })).toMatchObject({
      state: 'loaded',
      newLines: 13,
    })
  })

  test('a day without business has no statement, and a wish that is none is told so', async () => {
    expect((await fetchFile('bank', { day: '2025-01-01' })).status).toBe(404)
    expect((await fetchFile('bank', { day: '2026-03-02', format: 'pdf' })).status).toBe(400)
    expect((await fetchFile('platform', { day: '2026-03-02' })).status).toBe(400)
  })
})
