import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRailBills, SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import { writeFundBill } from '#gateways/rail-simulator/write-fund-bill.ts'
import { writeTradeBill } from '#gateways/rail-simulator/write-trade-bill.ts'
import type { RailTrade } from '#gateways/rail-simulator/read-trades.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { parseWhole, ruleOf } from '../../../test/parse-statement.ts'
import { loadStatement, type LoadedStatement, type StoredStatement } from './load-statement.ts'
import { readWechatFund } from './read-wechat-fund.ts'
import { readWechatTrade } from './read-wechat-trade.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  await t.db
    .insertInto('statementAccount')
    .values([
      { channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信收款', ledgerAccount: 'A:CHANNEL' },
      { channel: 'alipay', accountNo: '20886000', name: '支付宝', ledgerAccount: 'A:CHANNEL' },
    ])
    .execute()
})
afterAll(() => t[Symbol.asyncDispose]())

const DAY = '2026-11-20'

function tradesOf(amounts: bigint[], day = DAY): RailTrade[] {
  return amounts.map((amountFen, at) => {
    const kind = at % 3 === 2 ? 'refund' : 'payment'
    return {
      kind,
      at: new Date(`${day}T10:00:${String(at % 60).padStart(2, '0')}+08:00`),
      outTradeNo: `P${at}`,
      transactionId: `42000${at}`,
      subject: at % 2 ? '手机,直播专享`款' : '二手 手机',
      amountFen,
      outRefundNo: kind === 'refund' ? `R${at}` : null,
      refundId: kind === 'refund' ? `5030${at}` : null,
      status: 'SUCCESS',
    }
  })
}

const stored = (bytes: Uint8Array, more: Partial<StoredStatement> = {}): StoredStatement => ({
  fileKey: randomUUID(),
  fileName: 'bill.csv',
  sha256: createHash('sha256').update(bytes).digest(),
  loadedBy: 'user:test',
  ...more,
})

async function* cut(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const load = (bytes: Uint8Array, more?: Partial<StoredStatement>): Promise<LoadedStatement> =>
  loadStatement({ pool: t.pool, read: () => cut(bytes) }, stored(bytes, more))

const linesOf = (fileId: string) =>
  t.db.selectFrom('statementLine').selectAll().where('fileId', '=', fileId).orderBy('lineNo').execute()

const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { maxLength: 40 })

describe('a bill of WeChat Pay', () => {
  test('read back is what was written, wherever the pieces are cut, with fees that sum to the fen', async () => {
    await fc.assert(
      fc.asyncProperty(
        amounts,
        fc.bigInt({ min: 0n, max: 200n }),
        fc.integer({ min: 1, max: 300 }),
        async (list, feeBps, size) => {
          const trades = tradesOf(list)
          const bill = writeTradeBill(trades, { merchantNo: SALES_MERCHANT, feeBps })
          const { lines, totals } = await parseWhole(readWechatTrade, bill, { size })
          expect(lines.map(({ amountFen, ownNo, kind }) => [amountFen, ownNo, kind])).toEqual(
            trades.map(({ kind, amountFen, outTradeNo, outRefundNo }) =>
              kind === 'refund' ? [-amountFen, outRefundNo, kind] : [amountFen, outTradeNo, kind],
            ),
          )
          expect(totals.lineCount).toBe(trades.length)
          const exact = trades.reduce(
            (sum, { kind, amountFen }) =>
              sum + (kind === 'payment' ? 1n : -1n) * ((amountFen * 1_000n * feeBps) / 10_000n),
            0n,
          )
          const fees = lines.reduce((sum, { feeFen }) => sum + feeFen, 0n)
          const off = fees * 1_000n - exact
          expect(off <= 500n && off >= -500n).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each([
    [
      'trade',
      readWechatTrade,
      (list: bigint[]) => writeTradeBill(tradesOf(list), { merchantNo: SALES_MERCHANT, feeBps: 60n }),
    ],
    [
      'fund',
      readWechatFund,
      (list: bigint[]) => writeFundBill(tradesOf(list), { day: DAY, openingFen: 500n }),
    ],
  ] as const)(
    'of the kind %s is refused for any digit of its last line that is another',
    async (_kind, parser, write) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }),
          fc.nat(),
          fc.integer({ min: 1, max: 9 }),
          async (list, at, by) => {
            const text = write(list).toString().trimEnd()
            const from = text.lastIndexOf('\n') + 1
            const places = [...text.slice(from).matchAll(/\d/g)].map(({ index }) => from + index)
            const place = places[at % places.length] ?? 0
            const digit = String((Number(text[place]) + by) % 10)
            const forged = text.slice(0, place) + digit + text.slice(place + 1)
            expect(['count', 'total']).toContain(await ruleOf(parser, forged))
            expect(await ruleOf(parser, text)).toBeNull()
          },
        ),
        { numRuns: 80 },
      )
    },
  )

  test('cut off, with a line too many or too few, or of two merchants, it is refused', async () => {
    const text = writeTradeBill(tradesOf([100n, 200n, 300n, 400n]), {
      merchantNo: SALES_MERCHANT,
      feeBps: 0n,
    }).toString()
    const lines = text.trimEnd().split('\r\n')
    expect(await ruleOf(readWechatTrade, lines.slice(0, -2).join('\n'))).toBe('totals_missing')
    expect(await ruleOf(readWechatTrade, [lines[0], ...lines.slice(2)].join('\n'))).toBe('count')
    expect(await ruleOf(readWechatTrade, [lines[0], lines[1], ...lines.slice(1)].join('\n'))).toBe('count')
    const foreign = text.replace(`\`${SALES_MERCHANT}`, '`1999999999')
    expect(await ruleOf(readWechatTrade, foreign)).toBe('merchant')
    expect(await ruleOf(readWechatTrade, '')).toBe('header')
  })

  test('whose balances do not follow from one another is refused', async () => {
    const text = writeFundBill(tradesOf([100n, 200n, 300n]), { day: DAY, openingFen: 0n }).toString()
    const lines = text.trimEnd().split('\n')
    const turned = [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n')
    expect(await ruleOf(readWechatFund, turned)).toBe('closing')
  })
})

describe('loading a statement', () => {
  test('sent ten times at once it is loaded once', async () => {
    const bill = writeTradeBill(tradesOf([100n, 250n, 50n]), { merchantNo: SALES_MERCHANT, feeBps: 60n })
    const loaded = await Promise.all(Array.from({ length: 10 }, () => load(bill)))
    const ids = new Set(loaded.map(({ fileId }) => fileId))
    expect(ids.size).toBe(1)
    expect(loaded.filter(one => one.state === 'loaded' && !one.repeated)).toHaveLength(1)
    const [fileId = ''] = ids
    expect((await linesOf(fileId)).map(({ amountFen, kind, ownNo }) => [amountFen, kind, ownNo])).toEqual([
      [100n, 'payment', 'P0'],
      [250n, 'payment', 'P1'],
      [-50n, 'refund', 'R2'],
    ])
  })

  test('what an earlier file told already is not told again; what one file tells twice stands twice', async () => {
    const first = tradesOf([11n, 12n], '2026-11-18')
    const write = (trades: RailTrade[]) => writeTradeBill(trades, { merchantNo: SALES_MERCHANT, feeBps: 0n })
    expect(await load(write(first))).toMatchObject({ newLines: 2 })
    const [one] = first
    const again = await load(write([...first, ...(one ? [one] : [])]))
    expect(again).toMatchObject({ state: 'loaded', lineCount: 3, newLines: 1 })
  })

  test('a file of somebody else, of a day to come, or whose opening is not the closing before, is refused whole', async () => {
    const foreign = writeTradeBill(tradesOf([100n]), { merchantNo: '1900000000', feeBps: 0n })
    expect(await load(foreign)).toMatchObject({
      state: 'refused',
      refusal: { rule: 'not_ours', found: '1900000000' },
    })
    const ahead = writeTradeBill(tradesOf([100n], '2099-01-01'), { merchantNo: SALES_MERCHANT, feeBps: 0n })
    expect(await load(ahead)).toMatchObject({ state: 'refused', refusal: { rule: 'day_ahead' } })
    const of = (day: string, openingFen: bigint) => writeFundBill(tradesOf([700n], day), { day, openingFen })
    expect(await load(of('2026-11-10', 0n))).toMatchObject({ state: 'loaded' })
    const gap = await load(of('2026-11-11', 900n))
    expect(gap).toMatchObject({
      state: 'refused',
      refusal: { rule: 'opening_not_closing', expected: '7.00', found: '9.00' },
    })
    expect(await linesOf(gap.fileId)).toEqual([])
    expect(await load(of('2026-11-11', 700n))).toMatchObject({ state: 'loaded' })
  })

  test('a reader that breaks off leaves nothing, and the same file can be loaded afterwards', async () => {
    const bill = writeTradeBill(
      tradesOf(
        Array.from({ length: 300 }, (_, at) => BigInt(at + 1)),
        '2026-11-15',
      ),
      { merchantNo: SALES_MERCHANT, feeBps: 0n },
    )
    const broken = async function* () {
      yield bill.subarray(0, 10_000)
      await sleep(5)
      throw new Error('the store is gone')
    }
    await expect(loadStatement({ pool: t.pool, read: broken }, stored(bill))).rejects.toThrow(
      'the store is gone',
    )
    const count = () =>
      t.db.selectFrom('statementFile').select('id').where('sha256', '=', stored(bill).sha256).execute()
    expect(await count()).toEqual([])
    expect(await load(bill)).toMatchObject({ state: 'loaded', newLines: 300 })
  })

  test('a bank’s own table that nobody has explained waits for somebody', async () => {
    const table = Buffer.from('日期,收,付,余\n2026-11-01,1.00,,1.00\n')
    const asking = await load(table)
    expect(asking.state).toBe('asking')
    expect((await load(table)).fileId).toBe(asking.fileId)
  })
})

test('the simulated rail hands out the bill of a day the morning after, by a link that soon ends', async () => {
  const bills = createRailBills({ db: t.db, secret: Buffer.alloc(32, 1) })
  const paidAt = new Date(Date.now() - 3 * 86_400_000)
  const day = new Date(paidAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  await t.db
    .insertInto('railSimulator.payment')
    .values({
      outTradeNo: 'P77',
      amountFen: 12_345n,
      subject: '包',
      returnUrl: 'x',
      expiresAt: paidAt,
      transactionId: 'sim-77',
      paysAt: paidAt,
    })
    .execute()
  const merchant = { merchantNo: SALES_MERCHANT, kind: 'trade' } as const
  expect(await bills.askBill({ ...merchant, day: today })).toEqual({ outcome: 'not_ready' })
  expect(await bills.askBill({ ...merchant, day: '2020-01-01' })).toEqual({ outcome: 'none' })
  const asked = await bills.askBill({ ...merchant, day })
  if (asked.outcome !== 'ready') throw new Error(asked.outcome)
  const bill = await bills.downloadBill(asked.link)
  expect(
    createHash('sha1')
      .update(bill?.bytes ?? '')
      .digest('hex'),
  ).toBe(asked.sha1)
  expect(await bills.downloadBill(`${asked.link}x`)).toBeNull()
  expect(await load(bill?.bytes ?? Buffer.alloc(0), { day })).toMatchObject({ state: 'loaded', newLines: 1 })
})
