import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { readBankTable } from './read-bank-table.ts'

const SPLIT: BankMapping = {
  columns: {
    day: '交易日期',
    time: '交易时间',
    out: '借方发生额',
    in: '贷方发生额',
    balance: '余额',
    counterparty: '对方户名',
    description: '摘要',
    bankNo: '流水号',
  },
  positiveIsOut: false,
}

const TABLE = `账号：6222000011112222,户名：好物联盟,,,,,,
期初余额：,"1,000.00",,,,,,
交易日期,交易时间,借方发生额(元),贷方发生额(元),余额,对方户名,摘要,流水号
20261130,10:11:12,,500.00,"1,500.00",财付通支付科技有限公司,结算款,="20261130000000000001"
2026-11-30,10:12:00,200.50,0.00,"1,299.50",王芳,T2611300123456789,'20261130000000000002
2026/11/30,,0.50,,"1,299.00",,手续费,20261130000000000003
合计（3笔）,,201.00,500.00,,,,
期末余额：,"1,299.00",,,,,,
`

describe('a bank’s own table', () => {
  const parser = readBankTable(SPLIT)

  test('is read by its mapping, with the totals it states', async () => {
    const { lines, totals } = await parseWhole(parser, TABLE)
    expect(
      lines.map(({ amountFen, balanceFen, kind, channelNo, counterparty, businessDay }) => [
        amountFen,
        balanceFen,
        kind,
        channelNo,
        counterparty,
        businessDay,
      ]),
    ).toEqual([
      [50_000n, 150_000n, 'settlement', '20261130000000000001', '财付通支付科技有限公司', '2026-11-30'],
      [-20_050n, 129_950n, 'transfer', '20261130000000000002', '王芳', '2026-11-30'],
      [-50n, 129_900n, 'fee', '20261130000000000003', null, '2026-11-30'],
    ])
    expect(lines[0]?.bookedAt.toISOString()).toBe('2026-11-30T02:11:12.000Z')
    expect(totals).toMatchObject({
      openingFen: 100_000n,
      closingFen: 129_900n,
      inFen: 50_000n,
      outFen: 20_100n,
      lineCount: 3,
    })
  })

  test('is the same in GB18030, with a mark, with tabs, in small pieces, and newest first', async () => {
    const whole = await parseWhole(parser, TABLE)
    const rows = TABLE.split('\n')
    const newestFirst = [...rows.slice(0, 3), ...rows.slice(3, 6).reverse(), ...rows.slice(6)].join('\n')
    const tabbed = TABLE.replaceAll(/,(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*$)/gm, '\t')
    for (const [text, pieces] of [
      [TABLE, { encoding: 'gb18030', size: 11 }],
      [`\uFEFF${TABLE}`, { size: 3 }],
      [tabbed, {}],
      [newestFirst, {}],
    ] as const)
      expect((await parseWhole(parser, text, pieces)).totals).toEqual(whole.totals)
  })

  test('is the same as a workbook whose amounts are numbers and whose numbers are texts', async () => {
    const rows = [
      ['交易日期', '交易时间', '借方发生额', '贷方发生额', '余额', '对方户名', '摘要', '流水号'],
      [
        new Date('2026-11-30T00:00:00Z'),
        '10:11',
        null,
        500,
        1500,
        '财付通',
        '结算款',
        '20261130000000000001',
      ],
      ['2026-11-30', '', 200.1, null, 1299.9, '王芳', '', '20261130000000000002'],
    ]
    const workbook = await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] })
    const { lines, totals } = await parseWhole(parser, workbook)
    expect(lines.map(({ amountFen, channelNo }) => [amountFen, channelNo])).toEqual([
      [50_000n, '20261130000000000001'],
      [-20_010n, '20261130000000000002'],
    ])
    expect(totals).toMatchObject({ openingFen: 100_000n, closingFen: 129_990n })
  })

  test('is read with one column of amounts, by sign and by word', async () => {
    const signed = readBankTable({
      columns: { day: 'Date', amount: 'Amount', balance: 'Balance' },
      positiveIsOut: false,
    })
    const { lines } = await parseWhole(
      signed,
      'Date,Amount,Balance\n2026-11-30,+5.00,15.00\n2026-11-30,(2.50),12.50\n2026-12-01,-¥2.50,10.00\n',
    )
    expect(lines.map(({ amountFen }) => amountFen)).toEqual([500n, -250n, -250n])
    const worded = readBankTable({
      columns: { day: '日期', amount: '金额', direction: '借贷标志', balance: '余额', description: '摘要' },
      positiveIsOut: false,
    })
    const text =
      '日期,金额,借贷标志,余额,摘要\n2026年11月30日,5.00,贷,15.00,\n2026-11-30,2.50,借,12.50,\n2026-11-30,-2.50,借,15.00,冲正\n'
    expect((await parseWhole(worded, text)).lines.map(({ amountFen }) => amountFen)).toEqual([
      500n,
      -250n,
      250n,
    ])
  })

  test('is refused whichever digit of an amount, a balance or a total differs', async () => {
    const places = [...TABLE.matchAll(/(?<=[,"])[\d,]+\.\d\d(?=[",\n])|(?<=合计（)\d/g)].flatMap(found =>
      [...found[0]].flatMap((char, at) => (/\d/.test(char) ? [found.index + at] : [])),
    )
    expect(places.length).toBeGreaterThan(40)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), async (place, add) => {
        const digit = (Number(TABLE[place]) + add) % 10
        expect(
          await ruleOf(parser, `${TABLE.slice(0, place)}${digit}${TABLE.slice(place + 1)}`),
        ).not.toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  const refusals: [string, string, (text: string) => string][] = [
    ['that has lost a line', 'balance', text => text.replace(/2026-11-30,10:12.*\n/, '')],
    ['without the header its mapping knows', 'header', text => text.replace('贷方发生额', '贷方')],
    [
      'with a number Excel has eaten',
      'excel_number',
      text => text.replace("'20261130000000000002", '2.02611E+19'),
    ],
    [
      'with numbers Excel has rounded',
      'excel_number',
      text => text.replaceAll(/2026113000000000000\d/g, '20261130000000100000'),
    ],
    ['with an amount Excel has eaten', 'excel_number', text => text.replace('200.50', '2.005E+2')],
    ['with a line without a day', 'day', text => text.replace('2026-11-30,10:12', '########,10:12')],
    ['with both sides of a line', 'both_sides', text => text.replace('200.50,0.00', '200.50,1.00')],
    ['with an amount that is none', 'amount', text => text.replace('200.50', '2OO.50')],
  ]
  test.each(refusals)('%s is refused by the rule %s', async (_, rule, change) => {
    expect(change(TABLE)).not.toBe(TABLE)
    expect(await ruleOf(parser, change(TABLE))).toBe(rule)
  })

  test('that could have lost a line without anybody seeing it is refused', async () => {
    const bare = readBankTable({ columns: { day: '日期', in: '收入', out: '支出' }, positiveIsOut: false })
    const rows = '日期,收入,支出\n2026-11-30,5.00,\n2026-11-30,,2.50\n'
    expect(await ruleOf(bare, rows)).toBe('no_control')
    expect(await ruleOf(bare, `${rows}合计,5.00,2.50\n`)).toBeNull()
    expect(await ruleOf(bare, `${rows}合计,5.00,2.51\n`)).toBe('total')
  })
})
