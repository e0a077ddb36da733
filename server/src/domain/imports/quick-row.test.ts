import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { compileRowCheck } from './check-row.ts'
import { csvLine } from './csv-text.ts'
import { hashText } from './hash-bytes.ts'
import { mapColumns } from './map-columns.ts'
import { type SupplierWords } from './mapping-memory.ts'
import { cutPlainRecord, parseQuotedRecords } from './read-cells.ts'
import { compileQuickRow } from './quick-row.ts'
import { UNAIDED } from './reading.ts'
import { templateFor } from '#domain/inspection/template.ts'
import { valuesOf } from './staged-values.ts'

const RULES = {
  versions: 'test',
  today: '2026-11-20',
  now: new Date('2026-11-20T00:00:00Z'),
  validityDays: () => 90,
  requiresThirdParty: () => false,
  agency: () => undefined,
  agencyName: () => null,
  rubric: (categoryCode: string) => ({ version: 1, template: templateFor(categoryCode) }),
  behind: () => ({}),
  agenciesFor: () => [],
}
const WORDS: SupplierWords = new Map([['category', new Map([['机', 'phone']])]])
const ROW = {
  商家编码: 'A-1',
  标题: '小米 14 Pro，国行（黑）',
  类目: '手机',
  品牌: '小米',
  型号: '14 Pro',
  版本: '国行',
  条码: '6901234567892',
  IMEI: '356938035643809',
  序列号: '',
  价格: '1899.50',
  供货价: '1500',
  数量: '1',
  '孤品/现货': '孤品',
  操作: '',
  发货地: '深圳',
  图片: 'https://img.example.com/1/0.jpg',
  主图: '',
  质检员: '',
  外观: '',
  卖点: '原装无拆修 支持七天无理由',
}
const HEADERS = Object.keys(ROW)
/** Pieces of cells that ask for a closer look, or seem to. */
const ODD =
  `|"|""|,|\\|\t|'|=|-|.|/|0|9|e|E|_|清|空|锟|斤|拷|\u3000|（|１|\u200b|\ufffd|\ufeff|é|Ã|©|😀|合计|total|http://|\u00a0|℃| `.split(
    '|',
  )

function readerOf(headers: string[], delimiter: ',' | '\t' = ',') {
  const mapping = mapColumns([headers], UNAIDED)
  const dialect = { delimiter, lineEnds: 'lf', skipsFirstLine: false } as const
  const encoding = { encoding: 'utf-8', bomBytes: 0, chosen: false } as never
  const quick = compileQuickRow({ mapping, dialect, words: WORDS, encoding })
  const check = compileRowCheck(mapping, RULES, WORDS)
  return (record: string) => {
    const bytes = Buffer.from(`before${record}after`)
    const row = quick?.read(bytes, 6, bytes.length - 5) ?? null
    const cells = record.includes('"')
      ? (parseQuotedRecords([Buffer.from(record)], delimiter)[0] ?? null)
      : cutPlainRecord(record, delimiter)
    return { row, checked: cells && check(cells) }
  }
}

/** What the quick way says must be what the row check says; nothing said is always right. */
function expectAlike({ row, checked }: ReturnType<ReturnType<typeof readerOf>>): boolean {
  if (!row) return false
  expect(checked).toMatchObject({ findings: [], skipped: null, row: expect.anything() })
  const { sku, identity } = checked?.row ?? { sku: '', identity: null }
  expect(row.values.toString('latin1')).toBe(checked?.row && valuesOf(checked.row).toString('latin1'))
  const hash = { high: 0, low: 0 }
  hashText(sku, hash)
  expect(row.sku).toEqual(hash)
  expect(row.hasIdentity).toBe(identity !== null)
  if (identity !== null) {
    hashText(identity, hash)
    expect(row.identity).toEqual(hash)
  }
  return true
}

describe('the quick way to read a row', () => {
  const read = readerOf(HEADERS)
  const lineOf = (cells: Partial<typeof ROW>) => csvLine(Object.values({ ...ROW, ...cells })).slice(0, -2)

  it('takes a row that is right, and makes of it what the row check makes of it', () => {
    expect(expectAlike(read(lineOf({})))).toBe(true)
    expect(expectAlike(read(lineOf({ 卖点: '原装屏,电池已换' })))).toBe(true)
    expect(expectAlike(read(lineOf({ IMEI: '', 数量: '12', '孤品/现货': '现货', 图片: '' })))).toBe(true)
    expect(expectAlike(read(lineOf({ 类目: '机', 版本: '港行', 价格: '07', 供货价: '' })))).toBe(true)
  })

  it('takes nearly all rows of a supplier’s export', () => {
    const [header = '', ...lines] = [...generatePhoneCatalog({ rows: 1_000 })]
    const readPhone = readerOf(header.slice(1, -2).split(','))
    const taken = lines.filter(line => expectAlike(readPhone(line.slice(0, -2))))
    // Those with a line break in a cell are left to the row check.
    expect(taken).toHaveLength(990)
  })

  it.each<Partial<typeof ROW>>([
    { 商家编码: '' },
    { 商家编码: '示例-1' },
    { 商家编码: 'EXAMPLE-1' },
    { 商家编码: '3.56E+14' },
    { 商家编码: '商家编码' },
    { 商家编码: 'Ａ-1' },
    { 标题: '' },
    { 标题: ' 小米' },
    { 标题: '小米\u3000' },
    { 标题: '锟斤拷小米' },
    { 标题: '小\u200b米' },
    { 标题: '清空' },
    { 品牌: '__CLEAR__' },
    { 外观: '清空' },
    { 型号: "'14" },
    { 型号: '="14"' },
    { 卖点: '反\\斜' },
    { 卖点: '二\n行' },
    { 卖点: '引"号' },
    { 类目: '飞机' },
    { 价格: '' },
    { 价格: '0' },
    { 价格: '9999' },
    { 价格: '1,899' },
    { 价格: '1899.505' },
    { 供货价: '2000' },
    { IMEI: '356938035643808' },
    { IMEI: '000000000000000' },
    { IMEI: '', 序列号: 'C02XL0' },
    { 数量: '2' },
    { 数量: '1.5' },
    { '孤品/现货': '别的' },
    { 操作: '下架' },
    { 图片: 'img.example.com/1.jpg' },
    { 图片: 'https://localhost/1.jpg' },
    { 质检员: '王工' },
    { 条码: '6.9E+12' },
  ])('leaves %o to the row check', cells => {
    expect(read(lineOf(cells)).row).toBeNull()
  })

  it('leaves rows with a cell too few or too many', () => {
    expect(read(lineOf({}).slice(0, lineOf({}).lastIndexOf(','))).row).toBeNull()
    expect(read(`${lineOf({})},`).row).toBeNull()
  })

  it('never differs from the row check, whatever stands in the cells', () => {
    const odd = fc.constantFrom(...ODD)
    const plain = fc.constantFrom(...Object.values(ROW), ...Object.keys(ROW))
    const cell = fc.oneof(
      plain,
      fc.array(fc.oneof(odd, plain), { maxLength: 3 }).map(parts => parts.join('')),
    )
    const changes = fc.dictionary(fc.constantFrom(...HEADERS), cell, { maxKeys: 3 })
    let taken = 0
    fc.assert(
      fc.property(changes, fc.boolean(), fc.boolean(), (cells, asWritten, tabs) => {
        const values = Object.values({ ...ROW, ...cells })
        const delimiter = tabs ? '\t' : ','
        const record = asWritten
          ? values.join(delimiter)
          : values.map(value => csvLine([value]).slice(0, -2)).join(delimiter)
        if (record.includes('\n')) return
        if (expectAlike((tabs ? readTabs : read)(record))) taken++
      }),
      { numRuns: 5_000 },
    )
    expect(taken).toBeGreaterThan(500)
  })
  const readTabs = readerOf(HEADERS, '\t')

  it('is not offered where blank cells empty, prices have a comma, or only prices and stock are read', () => {
    const mapping = mapColumns([HEADERS], UNAIDED)
    const dialect = { delimiter: ',', lineEnds: 'lf', skipsFirstLine: false } as const
    const file = { dialect, words: WORDS, encoding: {} as never }
    expect(compileQuickRow({ ...file, mapping })).not.toBeNull()
    expect(compileQuickRow({ ...file, mapping: { ...mapping, blankClears: ['brand'] } })).toBeNull()
    expect(compileQuickRow({ ...file, mapping: { ...mapping, mode: 'price_stock' } })).toBeNull()
    const columns = mapping.columns.map(column => ({ ...column, decimalComma: true as const }))
    expect(compileQuickRow({ ...file, mapping: { ...mapping, columns } })).toBeNull()
  })
})
