import { describe, expect, test } from 'vitest'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { templateFor } from '#domain/inspection/template.ts'
import { compileRowCheck, type RowOutcome } from './check-row.ts'
import { mapColumns } from './map-columns.ts'
import type { SupplierWords } from './mapping-memory.ts'
import { type Reading, UNAIDED } from './reading.ts'

const RULES: ReportRules = {
  versions: 'test',
  today: '2026-11-20',
  now: new Date('2026-11-20T00:00:00Z'),
  validityDays: () => 90,
  requiresThirdParty: () => false,
  agency: () => undefined,
  agencyName: () => null,
  rubric: categoryCode => ({ version: 1, template: templateFor(categoryCode) }),
  behind: () => ({}),
  agenciesFor: () => [],
}
const PLAIN = { 商家编码: 'A-1', 标题: '小米 14', 类目: '手机', 价格: '1899' }
const INSPECTED = {
  ...PLAIN,
  质检员: '王工',
  质检日期: '2026-11-01',
  外观: '无痕',
  功能: '正常',
  电池健康: '100',
  部件: '原装',
  拆修: '无',
  进水: '无',
  账号锁: '无',
}

interface Given {
  reading?: Partial<Reading>
  words?: SupplierWords
}

/** Judges one row written as header and cell. */
function judge(cells: Record<string, string>, { reading, words }: Given = {}): RowOutcome {
  const records = [Object.keys(cells), Object.values(cells)]
  const mapping = mapColumns(records, { ...UNAIDED, ...reading })
  return compileRowCheck(mapping, RULES, words)(Object.values(cells))
}
const codesOf = ({ findings }: RowOutcome) => findings.map(({ code }) => code)
const settled = (field: string, words: Record<string, string>): SupplierWords =>
  new Map([[field, new Map(Object.entries(words))]])

describe('a price', () => {
  test.each([
    ['1299', 129_900n],
    ['￥1,299.00', 129_900n],
    ['¥ 1299', 129_900n],
    ['1299元', 129_900n],
    ['CNY 1,299', 129_900n],
    ['１２９９', 129_900n],
    ['1.2万', 1_200_000n],
    ['1.2万元', 1_200_000n],
    ['12.9k', 1_290_000n],
    ['0.01', 1n],
  ])('%s is read exactly', (price, fen) => {
    expect(judge({ ...PLAIN, 价格: price }).row?.priceFen).toBe(fen)
  })

  test.each([
    ['面议', 'PRICE_NOT_NUMBER'],
    ['￥', 'PRICE_NOT_NUMBER'],
    ['1e3', 'PRICE_NOT_NUMBER'],
    ['NaN', 'PRICE_NOT_NUMBER'],
    ['1.299,00 或 1300', 'PRICE_NOT_NUMBER'],
    ['$1299', 'PRICE_NOT_NUMBER'],
    ['12.345', 'PRICE_NOT_NUMBER'],
    ['-5', 'PRICE_RANGE'],
    ['0', 'PRICE_RANGE'],
    ['', 'PRICE_MISSING'],
  ])('%j is refused as %s', (price, code) => {
    const outcome = judge({ ...PLAIN, 价格: price })
    expect(codesOf(outcome)).toEqual([code])
    expect(outcome.row).toBeNull()
  })

  test('follows its column: with commas before the cents, a point only groups', () => {
    const records = [
      ['商家编码', '标题', '类目', '价格', '供货价'],
      ['A-1', '柜子', '家具', '1.299,00', '1,100.00'],
      ['A-2', '柜子', '家具', '2.500', '1,100.00'],
      ['A-3', '柜子', '家具', '12.50', '1,100.00'],
    ]
    const check = compileRowCheck(mapColumns(records.slice(0, 3), UNAIDED), RULES)
    const [one, two, three] = records.slice(1).map(check)
    expect(one?.row?.priceFen).toBe(129_900n)
    expect(two?.row?.priceFen).toBe(250_000n)
    expect(three && codesOf(three)).toEqual(['PRICE_NOT_NUMBER'])
  })

  test.each(['1', '1111', '8888', '99999'])('of %s goes in with a word about placeholders', price => {
    const outcome = judge({ ...PLAIN, 价格: price })
    expect(codesOf(outcome)).toEqual(['PRICE_PLACEHOLDER'])
    expect(outcome.row).not.toBeNull()
  })

  test('below the supply price goes in with a warning; the supply price is kept, and is never the price', () => {
    const outcome = judge({ ...PLAIN, 供货价: '1,900.00' })
    expect(codesOf(outcome)).toEqual(['PRICE_BELOW_SUPPLY'])
    expect(outcome.row).toMatchObject({ priceFen: 189_900n, extraJson: '{"供货价":"1,900.00"}' })
    expect(codesOf(judge({ ...PLAIN, 供货价: '1700' }))).toEqual([])
  })
})

describe('a number that Excel has eaten is refused with the remedy', () => {
  test.each([
    ['商家编码', '1.23E+14', 'SKU_EXCEL_DAMAGED'],
    ['IMEI', '3.56938E+14', 'IMEI_EXCEL_DAMAGED'],
    ['IMEI', '356938000000000', 'IMEI_EXCEL_DAMAGED'],
    ['序列号', '1.2E+10', 'SERIAL_EXCEL_DAMAGED'],
    ['条码', '6.9412E+12', 'NUMBER_EXCEL_DAMAGED'],
  ])('%s %s', (header, cell, code) => {
    const outcome = judge({ ...PLAIN, [header]: cell })
    expect(outcome.findings).toMatchObject([{ code, column: header, severity: 'error' }])
  })

  test('in a report number too', () => {
    expect(codesOf(judge({ ...INSPECTED, 报告编号: '2.02611E+13' }))).toEqual(['NUMBER_EXCEL_DAMAGED'])
  })
})

describe('an IMEI', () => {
  test.each([
    ['356938035643809', []],
    ['35-693803-564380-9', []],
    ["'356938035643809", []],
    ['="356938035643809"', []],
    ['３５６９３８０３５６４３８０９', []],
    ['35693803564380', ['IMEI_LENGTH']],
    ['3569380356438012', ['IMEI_LENGTH']],
  ])('%s is one piece', (imei, codes) => {
    const outcome = judge({ ...PLAIN, IMEI: imei })
    expect(outcome.row?.identity).toBe('IMEI:356938035643809')
    expect(codesOf(outcome)).toEqual(codes)
  })

  test.each(['356938035643808', '35693803564380A', '000000000000000', '12345'])('%s is none', imei => {
    expect(codesOf(judge({ ...PLAIN, IMEI: imei }))).toEqual(['IMEI_INVALID'])
  })
})

describe('how many there are', () => {
  test.each([
    [{ 库存: '3' }, ['QTY_UNIQUE']],
    [{ 库存: '1.5' }, ['QTY_NOT_INTEGER']],
    [{ 库存: '-1' }, ['QTY_NOT_INTEGER']],
    [{ 库存: '3', '孤品/现货': '孤品' }, ['QTY_UNIQUE']],
    [{ 库存: '3', '孤品/现货': '现货', IMEI: '356938035643809' }, ['QTY_UNIQUE']],
    [{ 库存: '3', '孤品/现货': '大概' }, ['KIND_UNKNOWN', 'QTY_UNIQUE']],
  ])('%j is refused', (cells, codes) => {
    expect(codesOf(judge({ ...PLAIN, ...cells }))).toEqual(codes)
  })

  test.each([
    [{ 库存: '0' }, { qty: 0, stockKind: null }],
    [{ 库存: '' }, { qty: null }],
    [
      { 库存: '3', '孤品/现货': '现货' },
      { qty: 3, stockKind: 'stocked' },
    ],
    [
      { 库存: '3', 是否孤品: '否' },
      { qty: 3, stockKind: 'stocked' },
    ],
    [
      { 库存: '1', 是否孤品: '√' },
      { qty: 1, stockKind: 'unique' },
    ],
  ])('%j is read', (cells, row) => {
    expect(judge({ ...PLAIN, ...cells }).row).toMatchObject(row)
  })

  test('stock has no report of one piece', () => {
    expect(judge({ ...INSPECTED, '孤品/现货': '现货' }).row).toMatchObject({ report: null })
    expect(judge({ ...INSPECTED, '孤品/现货': '孤品' }).row?.report).not.toBeNull()
  })
})

describe('absent, blank and cleared are three things', () => {
  const cells = { ...PLAIN, 品牌: '', 发货地: '清空', 颜色: '__CLEAR__', 图片: ' 清空 ', 备忘: '清空' }
  test('blank leaves what stands, the word empties it', () => {
    expect(judge(cells).row).toMatchObject({
      brand: null,
      shipFrom: null,
      specJson: null,
      photosJson: null,
      extraJson: null,
      clears: ['ship_from', 'spec.color', 'photos'],
    })
  })

  test('blank empties where she chose so, and only in columns that are there', () => {
    const reading = { choices: { blankClears: ['brand', 'model', 'spec.color', 'photos', 'title'] } }
    expect(judge({ ...PLAIN, 品牌: ' ', 图片: '', 主图: '' }, { reading }).row?.clears).toEqual([
      'brand',
      'photos',
    ])
    expect(judge({ ...PLAIN, 图片: '', 主图: 'https://x.example/a.jpg' }, { reading }).row?.clears).toEqual(
      [],
    )
  })

  test.each(['商家编码', '标题', '类目', '价格', '库存', 'IMEI', '质检员', '外观'])(
    '%s cannot be emptied',
    header => {
      expect(judge({ ...INSPECTED, [header]: '清空' }).findings).toMatchObject([
        { code: 'CELL_CANNOT_CLEAR', column: header },
      ])
    },
  )
})

describe('an action', () => {
  test.each([
    ['下架', true],
    ['delete', true],
    ['上架', false],
    ['在售', false],
    ['更新', null],
    ['', null],
  ])('%j takes off: %s', (action, withdraw) => {
    expect(judge({ ...PLAIN, 操作: action }).row?.withdraw).toBe(withdraw)
  })

  test('that takes off needs nothing but the code', () => {
    const outcome = judge({ 商家编码: 'A-1', 操作: '下架', 标题: '', 类目: '', 价格: '' })
    expect(outcome.row).toMatchObject({ withdraw: true, title: null, categoryCode: null, priceFen: null })
  })

  test('nobody knows holds its row back', () => {
    expect(judge({ ...PLAIN, 操作: '再说' }).findings).toMatchObject([
      { code: 'WORD_UNKNOWN', severity: 'error', facts: { field: 'action' } },
    ])
  })
})

describe('a file of prices and stock', () => {
  const reading: Partial<Reading> = { mode: 'price_stock' }
  test('is read for these alone', () => {
    const outcome = judge(
      { SKU: 'A-1', 标题: '', 价格: '1.2万', 库存: '7', IMEI: 'x', 颜色: '黑' },
      { reading },
    )
    expect(outcome.findings).toEqual([])
    expect(outcome.row).toMatchObject({
      sku: 'A-1',
      priceFen: 1_200_000n,
      qty: 7,
      title: null,
      specJson: null,
    })
  })

  test('may leave either blank', () => {
    expect(judge({ SKU: 'A-1', 价格: '', 库存: '0' }, { reading }).row).toMatchObject({
      priceFen: null,
      qty: 0,
    })
  })
})

describe('a record that is no row', () => {
  const header = Object.keys(PLAIN)
  const check = compileRowCheck(mapColumns([header, Object.values(PLAIN)], UNAIDED), RULES)
  test.each([
    ['合计', '', '', '12999'],
    ['', '', '总计：', '12999'],
    ['Total', '', '', '3'],
    ['', '共计 3 件'],
    ['', ' ', '', ''],
    header,
  ])('%j is passed over', (...cells) => {
    expect(check(cells)).toMatchObject({ skipped: 'passedOver', findings: [], row: null })
  })

  test.each([
    [['', '柜子', '家具', '100'], 'SKU_MISSING'],
    [['合计', '合计牌计算器', '综合', '100'], undefined],
    [['商家编码', '柜子', '家具', '100'], undefined],
    [['A-1', '柜子', '家具'], 'COLUMNS_MISMATCH'],
    [['A-1', '柜子', '家具', '100', 'x'], 'COLUMNS_MISMATCH'],
  ])('%j is a row', (cells, code) => {
    expect(check(cells).skipped).toBeNull()
    expect(codesOf(check(cells))[0]).toBe(code)
  })

  test('blank cells at the end may be left away when nothing needed stands there', () => {
    const columns = mapColumns(
      [
        [...header, '品牌', '颜色'],
        [...Object.values(PLAIN), '小米', '黑'],
      ],
      UNAIDED,
    )
    const outcome = compileRowCheck(columns, RULES)(Object.values(PLAIN))
    expect(outcome.row).toMatchObject({ sku: 'A-1', brand: null })
  })
})

describe('words', () => {
  test.each([
    ['进水', '×', 'none'],
    ['进水', '是', 'trace'],
    ['进水', '0', 'none'],
    ['账号锁', 'N', 'none'],
    ['拆修', '√', 'repaired'],
    ['拆修', '無拆修', 'none'],
    ['外观', '充新', 'like_new'],
    ['附件', '有', 'full'],
  ])('%s %s is understood', (header, word, code) => {
    const keys: Record<string, string> = {
      进水: 'water',
      账号锁: 'locks',
      拆修: 'repair',
      外观: 'cosmetic',
      附件: 'accessories',
    }
    const { row } = judge({ ...INSPECTED, [header]: word })
    expect(row?.report?.measured[keys[header] ?? '']).toBe(code)
  })

  test('nobody knows are told with the field and what it may be', () => {
    expect(judge({ ...PLAIN, 类目: '床品' }).findings).toMatchObject([
      { code: 'CATEGORY_UNKNOWN', facts: { field: 'category' } },
    ])
    expect(judge({ ...INSPECTED, 外观: '还行' }).findings).toMatchObject([
      {
        code: 'REPORT_VALUE_UNKNOWN',
        value: '还行',
        facts: { field: 'measured.cosmetic', template: 'phone' },
      },
    ])
  })

  test('a supplier has settled mean what she said, even where they mean something else to others', () => {
    expect(
      judge({ ...PLAIN, 类目: '床品' }, { words: settled('category', { 床品: 'furniture' }) }).row,
    ).toMatchObject({
      categoryCode: 'furniture',
    })
    const words = settled('measured.cosmetic', { 还行: 'light', 无痕: 'like_new' })
    expect(judge({ ...INSPECTED, 外观: '还 行' }, { words }).row?.report?.measured.cosmetic).toBe('light')
    expect(judge({ ...INSPECTED, 外观: '无痕' }, { words }).row?.report?.measured.cosmetic).toBe('like_new')
  })

  test('settled to mean nothing leave the cell blank', () => {
    const words = settled('measured.accessories', { 详见描述: '' })
    expect(judge({ ...INSPECTED, 附件: '详见描述' }, { words }).row?.report?.measured).not.toHaveProperty(
      'accessories',
    )
  })

  test.each([
    ['全新', []],
    ['99新', ['GRADE_DIFFERS']],
    ['S级', ['GRADE_DIFFERS']],
    ['Like new', ['GRADE_DIFFERS']],
    ['九五新', ['GRADE_DIFFERS']],
    ['随缘', ['WORD_UNKNOWN']],
  ])('for the grade never set it: %s', (word, codes) => {
    const outcome = judge({ ...INSPECTED, 成色: word })
    expect(codesOf(outcome)).toEqual(codes)
    expect(outcome.row?.report).not.toBeNull()
  })

  test.each([
    ['港行', '港版'],
    ['US', '美版'],
    ['國行', '国行'],
    ['5G 全网通', '5G 全网通'],
  ])('for the region: %s is %s', (word, region) => {
    expect(judge({ ...PLAIN, 版本: word }).row?.specJson).toBe(JSON.stringify({ network: region }))
  })
})

describe('text', () => {
  test.each(['锟斤拷小米', 'Caf\u00c3\u00a9', '小\ufffd14', '\u00e6\u2030\u2039\u00e6\u0153\u00ba'])(
    'that was broken before it came is told: %s',
    title => {
      const outcome = judge({ ...PLAIN, 标题: title })
      expect(codesOf(outcome)).toEqual(['TEXT_BROKEN'])
      expect(outcome.row).not.toBeNull()
    },
  )

  test.each(['Café crème – édition', '65" 电视', '¡Año nuevo!'])(
    'that is not broken is left alone: %s',
    title => {
      expect(codesOf(judge({ ...PLAIN, 标题: title }))).toEqual([])
    },
  )

  test('with a lost character in what names the item or the piece holds its row back; elsewhere it is told', () => {
    for (const [header, cell] of [
      ['商家编码', 'A\ufffd1'],
      ['序列号', 'SN\ufffd20261127'],
    ] as const) {
      const { row, findings } = judge({ ...PLAIN, [header]: cell })
      expect(row).toBeNull()
      expect(findings).toMatchObject([{ code: 'TEXT_BROKEN', severity: 'error', column: header }])
    }
    const { row, findings } = judge({ ...PLAIN, 品牌: '小\ufffd', 颜色: '\ufffd色', 备忘: '柜\ufffd' })
    expect(row).not.toBeNull()
    expect(findings.map(({ column, severity }) => [column, severity])).toEqual([
      ['品牌', 'warning'],
      ['颜色', 'warning'],
      ['备忘', 'warning'],
    ])
  })

  test('in full-width letters is read as plain ones in a code, and said back', () => {
    const { row, findings } = judge({ ...PLAIN, 商家编码: 'ＡＢ－１２' })
    expect(row).toMatchObject({ sku: 'AB-12' })
    expect(findings).toMatchObject([
      { code: 'CHARACTERS_REMOVED', value: 'ＡＢ－１２', facts: { read: 'AB-12' } },
    ])
  })

  test('nobody can see is taken out of code and title, and told', () => {
    const outcome = judge({ ...PLAIN, 商家编码: 'A\u200b-1', 标题: '小米\u202e14' })
    expect(outcome.row).toMatchObject({ sku: 'A-1', title: '小米14' })
    expect(codesOf(outcome)).toEqual(['CHARACTERS_REMOVED', 'CHARACTERS_REMOVED'])
  })
})

test.each([
  ['2026/11/2', '2026-11-02', []],
  ['46331', '2026-11-05', ['REPORT_DATE_SERIAL']],
])('a day written %s is read', (cell, day, codes) => {
  const outcome = judge({ ...INSPECTED, 质检日期: cell })
  expect(outcome.row?.report?.inspectedOn).toBe(day)
  expect(codesOf(outcome)).toEqual(codes)
})

test.each(['2026/13/40', '3月5日', '昨天'])('%s is no day', cell => {
  expect(codesOf(judge({ ...INSPECTED, 质检日期: cell }))).toEqual(['REPORT_DATE_INVALID'])
})
