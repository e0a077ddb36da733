import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ALIPAY_SELLER, SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'

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
      { channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信', ledgerAccount: 'A:CHANNEL' },
      { channel: 'wechat', accountNo: '1900008802', name: '保证金', ledgerAccount: 'A:DEPOSIT_BANK' },
      { channel: 'alipay', accountNo: ALIPAY_SELLER, name: '支付宝', ledgerAccount: 'A:CHANNEL' },
    ])
    .execute()
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'P' || n, 10009 + n, '手机,九新', '/', app_now(), '2026-03-01 10:00+08'::timestamptz + n / 3 * interval '1 day', 't' || n
    FROM generate_series(0, 29) AS n`.execute(t.db)
})
afterAll(async () => {
  await web[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

async function upload(query: Record<string, string>, more = '', name = '账单.csv') {
  const file = await request(web.app)
    .get('/demo/statements/rail')
    .set({ cookie })
    .query(query)
    .responseType('blob')
  expect(file.status).toBe(200)
  const sent = await request(web.app)
    .post(`/api/statements${more}`)
    .set({
      cookie,
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    })
    .send(file.body)
  return sent.body
}

test.each([
  ['wechat', 'trade', '', 3],
  // Its first line hands over to the bank what was earned the day before. It does not say whose it is.
  ['wechat', 'fund', `?account=${SALES_MERCHANT}`, 4],
  ['alipay', 'trade', '', 3],
  ['alipay', 'fund', '', 3],
] as const)(
  'a bill in the form of %s of the kind %s goes in as it came out',
  async (as, kind, more, lines) => {
    expect(await upload({ day: '2026-03-02', as, kind }, more)).toMatchObject({
      state: 'loaded',
      lineCount: lines,
      newLines: lines,
    })
  },
)

test('the bill of payments alone, that of refunds without one, and the sandbox’s own way of writing go in too; what was told before is not told again', async () => {
  const day = '2026-03-10'
  const sent = async (query: Record<string, string>) => {
    const { state, lineCount, newLines } = await upload(
      { day, ...query },
      `?account=${SALES_MERCHANT}&day=${day}`,
    )
    return [state, lineCount, newLines]
  }
  expect(await sent({ type: 'SUCCESS' })).toEqual(['loaded', 3, 3])
  expect(await sent({ type: 'REFUND' })).toEqual(['loaded', 0, 0])
  expect(await sent({ sandbox: 'true' })).toEqual(['loaded', 3, 0])
})

test.each([
  ['wrong_total', 'total'],
  ['cut_short', 'totals_missing'],
])('with the fault %s it is refused', async (fault, rule) => {
  for (const kind of ['trade', 'fund'])
    expect(await upload({ day: '2026-03-04', kind, fault }, `?account=${SALES_MERCHANT}`)).toMatchObject({
      state: 'refused',
      refusal: { rule },
    })
})

test.each([
  ['lost', 2],
  ['double', 4],
  ['one_fen', 3],
])('with the fault %s it contradicts nothing, and is loaded', async (fault, lineCount) => {
  const day = { lost: '2026-03-05', double: '2026-03-06', one_fen: '2026-03-07' }[fault] ?? ''
  expect(await upload({ day, fault })).toMatchObject({ state: 'loaded', lineCount, newLines: lineCount })
})

test('a bill that does not say whose it is goes by its name, and where that does not say it either, it is asked for', async () => {
  const asked = { day: '2026-03-03', kind: 'fund' }
  expect(await upload(asked)).toMatchObject({ state: 'refused', refusal: { rule: 'account_unknown' } })
  expect(await upload(asked, '', `${SALES_MERCHANT}-fund-2026-03-03.csv`)).toMatchObject({ state: 'loaded' })
})

test('a row of another day is refused where the day of the bill is known', async () => {
  const answer = await upload({ day: '2026-03-08', fault: 'day_later' }, '?day=2026-03-01')
  expect(answer).toMatchObject({ state: 'refused', refusal: { rule: 'day_outside' } })
})

test('a day without a trade, and one that is not over, has no bill', async () => {
  for (const day of ['2020-01-01', '2099-01-01'])
    await request(web.app).get('/demo/statements/rail').set({ cookie }).query({ day }).expect(404)
})

test('the matrix says which day lacks its file, and a file is opened to its lines', async () => {
  const call = async (procedure: string, input: object) => {
    const answer = await request(web.app)
      .get(`/api/trpc/statements.${procedure}`)
      .set({ cookie })
      .query({ input: JSON.stringify(input) })
    return answer.body.result.data
  }
  const { rows } = await call('list', { channel: 'alipay', state: 'loaded' })
  expect(rows.map(({ kind, dayFrom }: { kind: string; dayFrom: string }) => [kind, dayFrom])).toEqual([
    ['fund', '2026-03-02'],
    ['trade', '2026-03-02'],
  ])
  const { rows: lines, hasMore } = await call('lines', { fileId: rows[1].id })
  expect([lines.length, hasMore, lines[0].description]).toEqual([3, false, '手机 九新'])
  await sql`
    INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, booked_at, business_day, ref_type, ref_id)
    SELECT n, 0, 'A:CHANNEL', 'k' || n, 'payment', 1, app_now(), day, 'order', 'x'
    FROM unnest(ARRAY['2026-03-02', '2026-03-09']::date[]) WITH ORDINALITY AS d (day, n)`.execute(t.db)
  const { accounts, cells } = await call('matrix', { month: '2026-03' })
  const wechat = accounts.find(({ accountNo }: { accountNo: string }) => accountNo === SALES_MERCHANT)
  const at = (day: string) =>
    cells.find((cell: { day: string; accountId: string }) => cell.day === day && cell.accountId === wechat.id)
  expect([at('2026-03-02').lacks, at('2026-03-09').lacks, at('2026-03-10').lacks]).toEqual([
    'nothing',
    'late',
    'nothing',
  ])
  expect(at('2026-03-02').files).toBe(2)
})
