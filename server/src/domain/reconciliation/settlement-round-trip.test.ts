import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole } from '@haowu/server/test/parse-statement.ts'
import { grossOf, netOf, type SettledOrder } from '#gateways/platform-simulator/settled-order.ts'
import { writeDouyinBill } from '#gateways/platform-simulator/write-douyin.ts'
import { writeKuaishouBill } from '#gateways/platform-simulator/write-kuaishou.ts'
import { readDouyin } from './read-douyin.ts'
import { readKuaishou } from './read-kuaishou.ts'

const fen = fc.bigInt({ min: 0n, max: 10_000_000n })
const order = fc
  .record({
    no: fc.bigInt({ min: 10n ** 15n, max: 10n ** 16n - 1n }),
    title: fc.constantFrom('冰种玉镯', '相机, 带"镜头"', ' 手表 '),
    paidFen: fen,
    platformSubsidyFen: fen,
    streamerSubsidyFen: fen,
    refundedFen: fen,
    techFeeFen: fen,
    streamerFen: fen,
    leaderFen: fen,
    isRefund: fc.boolean(),
  })
  .map(({ no, ...made }): SettledOrder => {
    const sign = made.isRefund ? -1n : 1n
    return {
      ...made,
      orderNo: `${no}7`,
      subOrderNo: `${no}8`,
      phase: made.isRefund ? 2 : 1,
      settledAt: new Date('2026-11-30T00:00:00Z'),
      paidFen: sign * made.paidFen,
      techFeeFen: sign * made.techFeeFen,
      streamerFen: sign * made.streamerFen,
      leaderFen: sign * made.leaderFen,
    }
  })

describe.each([
  ['Kuaishou', writeKuaishouBill, readKuaishou],
  ['Douyin', writeDouyinBill, readDouyin],
] as const)('a bill of %s', (_, write, read) => {
  test('is read back row by row: what was due, what was kept, and under which batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { maxLength: 30 }), async orders => {
        const bytes = write({ shopNo: '88001122', batchNo: 'KS1', orders })
        const { lines, totals } = await parseWhole(read, bytes, { size: 500 })
        expect(
          lines.map(({ amountFen, feeFen, batchNo }) => [amountFen, amountFen - feeFen, batchNo]),
        ).toEqual(orders.map(each => [grossOf(each), netOf(each), 'KS1']))
        expect(new Set(lines.map(({ channelNo }) => channelNo)).size).toBe(
          new Set(orders.map(each => `${each.orderNo}/${each.phase}`)).size,
        )
        expect(totals).toMatchObject({ accountNo: '88001122', lineCount: orders.length })
      }),
      { numRuns: 50 },
    )
  })
})
