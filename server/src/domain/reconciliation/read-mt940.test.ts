import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { readMt940 } from './read-mt940.ts'

/** Two pages of one day, then the next day: a batch credit, a payout, a charge, a reversal, the 30th of February. */
const STATEMENT = `{1:F01BANKCNBJAXXX0000000000}{2:O9401200261130BANKCNBJAXXX00000000002611301200N}{4:
:20:ST261130
:25:6222000011112222
:28C:334/1
:60F:C261129CNY1000,00
:61:2611301130C500,NTRFNONREF//B1
:86:166?00贷记?20EREF+SB2611300?2101234567?22SVWZ+结算款?32财付通支付?33科技有限公司
:61:261130D200,50NTRFNONREF//B2
:86:166?00代付?20EREF+T2611300123?21456789SVWZ+提现
:62M:C261130CNY1299,50
-}
{4:
:20:ST261130
:25:6222000011112222
:28C:334/2
:60M:C261130CNY1299,50
:61:261130DY0,5NCHGNONREF//B3
手续费
:61:261130RC10,00NMSC//B4
:86:退票
:61:261130RD20,00NMSC//B5
:62F:C261130CNY1309,00
:64:C261130CNY1309,00
-}
:20:ST261201
:25:6222000011112222
:28C:335
:60F:C261130CNY1309,00
:61:2702300101C0,00NMSC//B6
:62F:C270101CNY1309,00
-
`

describe('an MT940 statement', () => {
  test('is read over its pages and days, to the fen', async () => {
    const { lines, totals } = await parseWhole(readMt940, STATEMENT)
    expect(
      lines.map(({ amountFen, businessDay, kind, ownNo, channelNo, status }) => [
        amountFen,
        businessDay,
        kind,
        ownNo,
        channelNo,
        status,
      ]),
    ).toEqual([
      [50_000n, '2026-11-30', 'settlement', 'SB261130001234567', 'B1', null],
      [-20_050n, '2026-11-30', 'payout', 'T2611300123456789', 'B2', null],
      [-50n, '2026-11-30', 'fee', null, 'B3', null],
      [-1_000n, '2026-11-30', 'transfer', null, 'B4', 'REVERSAL'],
      [2_000n, '2026-11-30', 'transfer', null, 'B5', 'REVERSAL'],
      [0n, '2027-01-01', 'other', null, 'B6', null],
    ])
    expect(lines[0]?.counterparty).toBe('财付通支付科技有限公司')
    expect(totals).toMatchObject({
      openingFen: 100_000n,
      closingFen: 130_900n,
      inFen: 52_000n,
      outFen: 21_100n,
      lineCount: 6,
      accountNo: '6222000011112222',
      dayFrom: '2026-11-30',
      dayTo: '2027-01-01',
    })
  })

  test('is the same in whichever pieces it comes, in GB18030 and with Windows line ends', async () => {
    const whole = await parseWhole(readMt940, STATEMENT)
    for (const size of [1, 7, 4096])
      expect((await parseWhole(readMt940, STATEMENT.replaceAll('\n', '\r\n'), { size })).totals).toEqual(
        whole.totals,
      )
    const { lines } = await parseWhole(readMt940, STATEMENT, { encoding: 'gb18030', size: 50 })
    expect(lines[0]?.counterparty).toBe('财付通支付科技有限公司')
  })

  test('is refused whichever digit of a balance differs', async () => {
    const balances = [...STATEMENT.matchAll(/^:6[02][FM]:[CD]\d{6}CNY([\d,]+)$/gm)]
    const places = balances.flatMap(found =>
      [...(found[1] ?? '')].flatMap((char, at) =>
        /\d/.test(char) ? [found.index + found[0].length - (found[1] ?? '').length + at] : [],
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), async (place, add) => {
        const digit = (Number(STATEMENT[place]) + add) % 10
        const changed = `${STATEMENT.slice(0, place)}${digit}${STATEMENT.slice(place + 1)}`
        expect(['closing', 'continuity']).toContain(await ruleOf(readMt940, changed))
      }),
      { numRuns: 100 },
    )
  })

  test('is read in the ways single banks write it', async () => {
    const text = `0000 01BANK\n940 00\n:20:X\n:25:0001\n:28C:000\n:60F:C160229CNY9,\n:61:1602300301DR6,00NOV NONREF\nfor us\n:61:160301CN0,5S   X\n:NS:01A\n02B\n:62F:C160301CNY3,5\n:86:D000001C000001\n-END\n`
    const { lines, totals } = await parseWhole(readMt940, text)
    expect(
      lines.map(({ amountFen, businessDay, description }) => [amountFen, businessDay, description]),
    ).toEqual([
      [-600n, '2016-03-01', 'for us'],
      [50n, '2016-03-01', ''],
    ])
    expect(totals.closingFen).toBe(350n)
  })

  const refusals: [string, string, (text: string) => string][] = [
    ['whose first page is missing', 'pages', text => text.slice(text.indexOf('-}') + 3)],
    ['whose second page begins anew', 'pages', text => text.replace(/:28C:334\/2\n:60M:/, ':28C:334\n:60F:')],
    ['that breaks off on a page', 'cut_short', text => text.slice(0, text.indexOf('{4:', 200))],
    ['that breaks off in its lines', 'cut_short', text => text.slice(0, text.indexOf(':62M'))],
    ['whose second page is another’s', 'pages', text => text.replace('334/2', '334/3')],
    ['that has lost a line', 'closing', text => text.replace(/:61:261130D200,50.*\n.*\n/, '')],
    ['that has a line twice', 'closing', text => text.replace(/(:61:261130RD20.*\n)/, '$1$1')],
    [
      'whose day was left out',
      'continuity',
      text => text.replaceAll('CNY1309,00\n:61:27', 'CNY1309,01\n:61:27'),
    ],
    [
      'of two accounts',
      'one_account',
      text => text.replace(/(335[^]*)/, '$1').replace(/:25:6222000011112222\n:28C:335/, ':25:7\n:28C:335'),
    ],
    ['in dollars', 'currency', text => text.replaceAll('CNY', 'USD')],
    ['with a part of a fen', 'amount', text => text.replace('D200,50', 'D200,505')],
    [
      'with a day there never was',
      'day',
      text => text.replace('2702300101', '270230').replace(':61:270230', ':61:270431'),
    ],
    ['with an amount in another form', 'line_form', text => text.replace('D200,50', 'D200.50')],
  ]
  test.each(refusals)('%s is refused by the rule %s', async (_, rule, change) => {
    expect(change(STATEMENT)).not.toBe(STATEMENT)
    expect(await ruleOf(readMt940, change(STATEMENT))).toBe(rule)
  })
})
