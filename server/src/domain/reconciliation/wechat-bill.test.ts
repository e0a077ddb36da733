import { expect, test } from 'vitest'
import { TRADE_BILLS, TRADE_COLUMNS } from '#gateways/rail-simulator/bill-columns.ts'
import type { RailTrade } from '#gateways/rail-simulator/read-trades.ts'
import { writeFundBill } from '#gateways/rail-simulator/write-fund-bill.ts'
import { writeTradeBill } from '#gateways/rail-simulator/write-trade-bill.ts'
import { parseWhole, ruleOf } from '../../../test/parse-statement.ts'
import { readWechatFund } from './read-wechat-fund.ts'
import { readWechatTrade } from './read-wechat-trade.ts'

const merchantNo = '1900008801'
const paid: RailTrade = {
  kind: 'payment',
  at: new Date('2026-11-20T10:00:00+08:00'),
  outTradeNo: 'P1',
  transactionId: '4200001',
  subject: '包, 两只, 含`盒`',
  amountFen: 12_345n,
  outRefundNo: null,
  refundId: null,
  status: 'SUCCESS',
}
const refunded: RailTrade = {
  ...paid,
  kind: 'refund',
  at: new Date('2026-11-20T23:59:59+08:00'),
  amountFen: 2_345n,
  outRefundNo: 'R1',
  refundId: '5030001',
}
const write = (settings: Partial<Parameters<typeof writeTradeBill>[1]> = {}, trades = [paid, refunded]) =>
  writeTradeBill(trades, { merchantNo, feeBps: 60n, ...settings })

test.each([
  ['ALL', 27, [12_345n, -2_345n]],
  ['SUCCESS', 20, [12_345n]],
  ['REFUND', 29, [-2_345n]],
] as const)(
  'the bill %s has its own %i columns and is read by their names',
  async (type, columns, amounts) => {
    expect(TRADE_COLUMNS[type]).toHaveLength(columns)
    const { lines, totals } = await parseWhole(readWechatTrade, write({ type }))
    expect(lines.map(({ amountFen }) => amountFen)).toEqual(amounts)
    expect(totals).toMatchObject({
      lineCount: amounts.length,
      dayFrom: '2026-11-20',
      dayTo: '2026-11-20',
      accountNo: merchantNo,
    })
  },
)

test('a sandbox bill lacks the first backtick and the last line’s end, and writes two blanks into times', async () => {
  for (const type of TRADE_BILLS) {
    const sandbox = write({ type, asSandbox: true })
    expect(sandbox.toString()).toMatch(/\n\d{4}-\d\d-\d\d {2}\d\d:/)
    const plain = await parseWhole(readWechatTrade, write({ type }))
    const read = await parseWhole(readWechatTrade, sandbox)
    const facts = ({ lines }: typeof read) => lines.map(({ raw: _, ...line }) => line)
    expect(facts(read)).toEqual(facts(plain))
  }
})

test('a comma in a product’s name parts nothing', async () => {
  const { lines } = await parseWhole(readWechatTrade, write())
  expect(lines[0]).toMatchObject({
    description: "包, 两只, 含'盒'",
    ownNo: 'P1',
    channelNo: '4200001',
    status: 'SUCCESS',
    feeFen: 74n,
  })
})

test('a refund is a row of its own with its own numbers, its fee comes back, and its state is what it was then', async () => {
  const { lines } = await parseWhole(
    readWechatTrade,
    write({}, [paid, { ...refunded, status: 'PROCESSING' }]),
  )
  expect(lines[1]).toMatchObject({
    kind: 'refund',
    amountFen: -2_345n,
    ownNo: 'R1',
    channelNo: '5030001',
    status: 'PROCESSING',
    feeFen: -14n,
  })
})

test('fees with five decimals are given to the lines so that they sum to the rounded sum', async () => {
  const trades = Array.from({ length: 7 }, (_, at) => ({ ...paid, outTradeNo: `P${at}`, amountFen: 50n }))
  // 0.0030 yuan each: 2.1 fen together.
  const { lines } = await parseWhole(readWechatTrade, write({}, trades))
  expect(lines.reduce((sum, { feeFen }) => sum + feeFen, 0n)).toBe(2n)
  expect(lines.every(({ feeFen }) => feeFen >= 0n && feeFen <= 1n)).toBe(true)
})

test('what is to be settled counts, not what was ordered: a voucher of the channel’s lies between them', async () => {
  const text = write({ feeBps: 0n }, [paid]).toString()
  const voucher = text
    .replaceAll('`123.45,`0.00,`0,', '`100.00,`23.45,`0,')
    .replace(/`1,`123\.45,/, '`1,`100.00,')
  const { lines } = await parseWhole(readWechatTrade, voucher)
  expect(lines[0]?.amountFen).toBe(10_000n)
})

test('a bill without a row is one, an empty file is none', async () => {
  const { totals } = await parseWhole(readWechatTrade, write({}, []))
  expect(totals).toMatchObject({ lineCount: 0, inFen: 0n, outFen: 0n, dayFrom: '' })
  expect(await ruleOf(readWechatTrade, '')).toBe('header')
  expect(await ruleOf(readWechatFund, '')).toBe('header')
})

test.each([
  ['an amount that is none', (text: string) => text.replace('`123.45', '`12O.45'), 'amount'],
  ['an amount with a fraction of a fen', (text: string) => text.replaceAll('`123.45', '`123.451'), 'amount'],
  ['a date that is none', (text: string) => text.replace('`2026-11-20 10', '`2026-13-20 10'), 'day'],
  ['a column too many', (text: string) => text.replace('`OTHERS', '`OTHERS,`X'), 'columns'],
  ['a line behind its totals', (text: string) => `${text}\`x,\`y\n`, 'after_totals'],
  ['another table', () => '日期,金额\n2026-11-20,1.00\n', 'header'],
])('%s refuses the whole bill', async (_what, forge, rule) => {
  expect(await ruleOf(readWechatTrade, forge(write({ feeBps: 0n }).toString()))).toBe(rule)
})

test('the bill of movements opens where its first line began and ends with what is left', async () => {
  const bill = writeFundBill([paid, refunded], { day: '2026-11-20', openingFen: 70_000n })
  const { lines, totals } = await parseWhole(readWechatFund, bill)
  expect(lines.map(({ kind, amountFen, balanceFen }) => [kind, amountFen, balanceFen])).toEqual([
    ['transfer', -70_000n, 0n],
    ['payment', 12_345n, 12_345n],
    ['refund', -2_345n, 10_000n],
  ])
  expect(totals).toMatchObject({ openingFen: 70_000n, closingFen: 10_000n, inFen: 12_345n, outFen: 72_345n })
})
