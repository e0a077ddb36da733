import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { readBai2 } from './read-bai2.ts'

/** Two days of one account; records that go on, a slash inside a text, availability in three forms, information without money. */
const STATEMENT = `01,BANKCN,HAOWU,261201,0800,1,80,,2/
02,HAOWU,BANKCN,1,261130,2400,CNY,2/
03,6222000011112222,CNY,010,100000,,,015,118950,,/
88,100,50000,1,Z,400,31050,3/
16,165,50000,S,50000,0,0,B1,NONREF,/EREF/SB261130001234567/NAME/财付通/REMI/结算款/
16,475,20050,V,261130,0800,B2,T2611300123456789,
88,提现
16,475,10000,D,2,0,5000,1,5000,B3,T2611301123456789/
16,698,1000,Z,B4,,手续费/
16,890,,Z,B5,,消息/
49,381050,9/
98,381050,1,11/
02,HAOWU,BANKCN,1,261201,2400,CNY,2/
03,6222000011112222,,010,118950,,,015,118950,,,400,0,0,/
49,237900,2/
98,237900,1,4/
99,618950,2,17/
`

describe('a BAI2 file', () => {
  test('is read over its days, to the fen', async () => {
    const { lines, totals } = await parseWhole(readBai2, STATEMENT)
    expect(
      lines.map(({ amountFen, kind, ownNo, channelNo, counterparty, description }) => [
        amountFen,
        kind,
        ownNo,
        channelNo,
        counterparty,
        description,
      ]),
    ).toEqual([
      [50_000n, 'settlement', 'SB261130001234567', 'B1', '财付通', '结算款'],
      [-20_050n, 'payout', 'T2611300123456789', 'B2', null, '提现'],
      [-10_000n, 'payout', 'T2611301123456789', 'B3', null, ''],
      [-1_000n, 'fee', null, 'B4', null, '手续费'],
    ])
    expect(totals).toMatchObject({
      openingFen: 100_000n,
      closingFen: 118_950n,
      inFen: 50_000n,
      outFen: 31_050n,
      lineCount: 4,
      dayFrom: '2026-11-30',
      dayTo: '2026-12-01',
      accountNo: '6222000011112222',
    })
    expect(readBai2.recognises(STATEMENT.slice(0, 100))).toBe(true)
  })

  test('is refused whichever digit of a control total, a count or a summary differs', async () => {
    const trailers = [...STATEMENT.matchAll(/^(?:49|98|99),[\d,]+|(?:010|015|100|400),\d+(?:,\d+)?/gm)]
    const places = trailers.flatMap(found =>
      [...found[0]].flatMap((char, at) =>
        /\d/.test(char) && at > found[0].indexOf(',') ? [found.index + at] : [],
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), async (place, add) => {
        const digit = (Number(STATEMENT[place]) + add) % 10
        const changed = `${STATEMENT.slice(0, place)}${digit}${STATEMENT.slice(place + 1)}`
        expect(await ruleOf(readBai2, changed)).not.toBeNull()
      }),
      { numRuns: 200 },
    )
  })

  const drop = (start: string) => (text: string) =>
    text
      .split('\n')
      .filter(line => !line.startsWith(start))
      .join('\n')
  const refusals: [string, string, (text: string) => string][] = [
    ['that has lost a line', 'control_total', drop('16,698')],
    ['that has lost a line of no money', 'control_count', drop('16,890')],
    ['that has lost a continuation', 'control_count', drop('88,提现')],
    ['without its end', 'cut_short', drop('99')],
    ['without a group’s end', 'record_order', drop('98')],
    ['with something behind its end', 'record_order', text => `${text}01,A,B,261201,0800,1,80,,2/\n`],
    ['with an unknown record', 'record_code', text => text.replace('16,890', '17,890')],
    ['without an opening balance', 'balance_missing', text => text.replace('010,100000', '011,100000')],
    ['with a debit called a credit', 'total', text => text.replace('16,698', '16,198')],
    ['of two accounts', 'one_account', text => text.replace('03,6222000011112222,,', '03,7,,')],
    ['in dollars', 'currency', text => text.replaceAll('CNY,2/', 'USD,2/')],
    ['with a point in an amount', 'amount', text => text.replace('16,698,1000', '16,698,10.00')],
  ]
  test.each(refusals)('%s is refused by the rule %s', async (_, rule, change) => {
    expect(change(STATEMENT)).not.toBe(STATEMENT)
    expect(await ruleOf(readBai2, change(STATEMENT))).toBe(rule)
  })
})
