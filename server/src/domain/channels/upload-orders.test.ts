import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildParty } from '../../../test/build-item.ts'
import { checkoutDeps } from '../../../test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { readOrderRows } from './read-order-rows.ts'
import { uploadOrders } from './upload-orders.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const HEADER = '订单编号,商品ID,商品标题,实付款(元),订单状态,付款时间,收货人,手机号,省市区,详细地址,退款金额'
const row = (
  no: string,
  more: { paid?: string; status?: string; at?: string; refund?: string; phone?: string } = {},
) =>
  [
    no,
    '7001',
    '九五新手机',
    more.paid ?? '"4,999.00"',
    more.status ?? '待发货',
    more.at ?? '2026-11-25 20:31:05',
    '张三',
    more.phone ?? '13812345678',
    '上海市 徐汇区',
    '漕溪北路 1 号',
    more.refund ?? '',
  ].join(',')
const file = (...rows: string[]) => Buffer.from(`${HEADER}\n${rows.join('\n')}\n`)

const messages = () => t.db.selectFrom('channelMessage').select(['orderNo', 'body']).execute()

test('a file is taken whole, and the same file again changes nothing', async () => {
  const deps = checkoutDeps(t)
  const streamerId = await buildParty(t.db, 'streamer')
  const take = (write: boolean) =>
    uploadOrders(deps, { streamerId, bytes: file(row('A1'), row('A2')), write })
  expect(await take(false)).toEqual({ ready: 2, known: 0, problems: [] })
  expect(await messages()).toEqual([])
  expect(await take(true)).toEqual({ ready: 2, known: 0, problems: [] })
  expect(await take(true)).toEqual({ ready: 0, known: 2, problems: [] })
  const kept = await messages()
  expect(kept).toHaveLength(2)
  // Who the buyer is stands nowhere in what everybody's program can read.
  expect(JSON.stringify(kept)).not.toMatch(/张三|13812345678|漕溪/)
  expect(kept[0]?.body).toMatchObject({ totalFee: 499_900, payTime: Date.parse('2026-11-25T20:31:05+08:00') })
})

test('one bad line and nothing is written; each is named with what stands there', async () => {
  const before = (await messages()).length
  const bytes = file(
    row('B1'),
    row('B 2'),
    row('B3', { paid: '12.345' }),
    row('B4', { status: '飞走了' }),
    row('B5', { at: '2026-02-30 10:00:00' }),
    row('B6', { refund: '9999' }),
    row('B7', { phone: 'call me' }),
    row('B1'),
  )
  const streamerId = await buildParty(t.db, 'streamer')
  const { problems } = await uploadOrders(checkoutDeps(t), { streamerId, bytes, write: true })
  expect(problems).toEqual([
    { line: 3, orderNo: 'B 2', problem: 'order_no', found: 'B 2' },
    { line: 4, orderNo: 'B3', problem: 'amount', found: '12.345' },
    { line: 5, orderNo: 'B4', problem: 'status', found: '飞走了' },
    { line: 6, orderNo: 'B5', problem: 'pay_time', found: '2026-02-30 10:00:00' },
    { line: 7, orderNo: 'B6', problem: 'refund', found: '9999' },
    { line: 8, orderNo: 'B7', problem: 'contact', found: 'call me' },
    { line: 9, orderNo: 'B1', problem: 'order_twice', found: 'B1' },
  ])
  expect((await messages()).length).toBe(before)
})

test('a column that is missing is named, and an empty file is no table', async () => {
  await expect(readOrderRows(Buffer.from('订单编号,实付款\n1,2\n'))).rejects.toMatchObject({
    code: 'missing_column',
    facts: { columns: '商品ID、商品标题、订单状态、付款时间' },
  })
  await expect(readOrderRows(Buffer.alloc(0))).rejects.toMatchObject({ code: 'empty_file' })
  await expect(readOrderRows(Buffer.from(`${HEADER}\n`))).rejects.toMatchObject({ code: 'no_rows' })
})
