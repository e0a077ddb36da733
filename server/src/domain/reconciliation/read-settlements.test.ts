import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { readDouyin } from './read-douyin.ts'
import { readKuaishou } from './read-kuaishou.ts'

const KUAISHOU = `店铺ID：88001122,,,,,,,,,,,
订单编号,商品名称,订单实付(元),平台补贴(元),主播补贴(元),订单退款(元),技术服务费(元),达人佣金(元),团长佣金(元),实际结算金额(元),实际结算时间,结算流水号
	2633000000000001,"玉镯, 冰种",100.00,5.00,0,0,5.00,10.00,1.50,88.50,2026-11-30 08:00:00,KS20261130A
	2633000000000002,相机,50.00,0,2.00,-20.00,1.60,3.20,0,27.20,2026-11-30 08:00:00,KS20261130A
合计（2笔）,,150.00,5.00,2.00,-20.00,6.60,13.20,1.50,115.70,,
`
const DOUYIN = `店铺ID,77001122
结算时间,结算单号,主订单号,子订单号,阶段,业务类型,商品名称,用户实付,平台优惠,达人优惠,结算前退款,平台服务费,达人佣金,渠道分成,招商服务费,站外推广费,其他分成,结算金额
2026-11-30 09:00:00,DY1,'6900000000000000001,'6900000000000000011,1,已结算,手表,100.00,0.00,3.00,0.00,-2.00,-10.00,0.00,-1.00,0.00,0.00,90.00
2026-11-30 09:00:00,DY1,'6900000000000000001,'6900000000000000011,2,结算后退款,手表,-50.00,0.00,0.00,0.00,1.00,5.00,0.00,0.50,0.00,0.00,-43.50
合计（2笔）,,,,,,,50.00,0.00,3.00,0.00,-1.00,-5.00,0.00,-0.50,0.00,0.00,46.50
`

describe.each([
  ['Kuaishou', readKuaishou, KUAISHOU],
  ['Douyin', readDouyin, DOUYIN],
] as const)('a settlement bill of %s', (_, parser, bill) => {
  test('is known by its header, in GB18030 and in pieces too', async () => {
    const whole = await parseWhole(parser, bill)
    expect(parser.recognises(bill.slice(0, 400))).toBe(true)
    expect((await parseWhole(parser, bill, { encoding: 'gb18030', size: 5 })).totals).toEqual(whole.totals)
  })

  test('is refused whichever digit of an amount, a sum or the count differs', async () => {
    const places = [...bill.matchAll(/(?<=,)-?\d+\.\d\d(?=[,\n])|(?<=合计（)\d/g)].flatMap(found =>
      [...found[0]].flatMap((char, at) => (/\d/.test(char) ? [found.index + at] : [])),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), async (place, add) => {
        const digit = (Number(bill[place]) + add) % 10
        expect(await ruleOf(parser, `${bill.slice(0, place)}${digit}${bill.slice(place + 1)}`)).not.toBeNull()
      }),
      { numRuns: 100 },
    )
  })

  test('without its sums, or with a line less, is refused', async () => {
    expect(await ruleOf(parser, bill.replace(/合计.*\n/, ''))).toBe('totals_missing')
    const lines = bill.split('\n')
    expect(await ruleOf(parser, lines.toSpliced(2, 1).join('\n'))).toBe('count')
    expect(await ruleOf(parser, bill.replace(/达人佣金/, '佣金'))).toBe('header')
  })
})

test('Kuaishou: what is due is what was paid and subsidised less refunds, the fees stand beside it', async () => {
  const { lines, totals } = await parseWhole(readKuaishou, KUAISHOU)
  expect(
    lines.map(({ amountFen, feeFen, channelNo, batchNo, kind }) => [
      amountFen,
      feeFen,
      channelNo,
      batchNo,
      kind,
    ]),
  ).toEqual([
    [10_500n, 1_650n, '2633000000000001', 'KS20261130A', 'settlement'],
    [3_200n, 480n, '2633000000000002', 'KS20261130A', 'settlement'],
  ])
  expect(totals).toMatchObject({
    accountNo: '88001122',
    inFen: 13_700n,
    outFen: 0n,
    lineCount: 2,
    dayFrom: '2026-11-30',
  })
})

test('Douyin: each phase has its number, and a refund after settlement takes fees back', async () => {
  const { lines, totals } = await parseWhole(readDouyin, DOUYIN)
  expect(
    lines.map(({ amountFen, feeFen, channelNo, kind, status }) => [
      amountFen,
      feeFen,
      channelNo,
      kind,
      status,
    ]),
  ).toEqual([
    [10_300n, 1_300n, '6900000000000000011/1', 'settlement', '已结算'],
    [-5_000n, -650n, '6900000000000000011/2', 'refund', '结算后退款'],
  ])
  expect(totals).toMatchObject({ accountNo: '77001122', inFen: 10_300n, outFen: 5_000n })
  expect(await ruleOf(readDouyin, DOUYIN.replace('结算后退款', '别的'))).toBe('kind')
})
