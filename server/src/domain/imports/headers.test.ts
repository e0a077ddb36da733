import { describe, expect, test } from 'vitest'
import { fieldOfHeader, IMPORT_FIELDS } from './import-field.ts'
import { findGaps, mapColumns } from './map-columns.ts'
import { NO_MEMORY } from './mapping-memory.ts'
import { normaliseHeader } from './normalise-word.ts'
import { type Reading, UNAIDED } from './reading.ts'
import { suggestFields } from './suggest-fields.ts'

const table = (text: string) => text.split('\n').map(line => line.split(','))
const fieldsOf = (text: string, reading: Partial<Reading> = {}) =>
  mapColumns(table(text), { ...UNAIDED, ...reading }).columns.map(({ field }) => field)
const rememberingColumns = (columns: [string, string][]): Partial<Reading> => ({
  memory: { ...NO_MEMORY, columns: new Map(columns) },
})

test('no header means two fields', () => {
  const owner = new Map<string, string>()
  for (const { field, zh, en, synonyms, doubtful = [] } of IMPORT_FIELDS) {
    for (const word of [zh, en, ...synonyms, ...doubtful]) {
      const known = owner.get(normaliseHeader(word))
      expect(known ?? field, `${word} is ${known} and ${field}`).toBe(field)
      owner.set(normaliseHeader(word), field)
    }
  }
})

describe('a header is known', () => {
  test.each([
    ['商家编码', 'sku'],
    ['*商家编码（必填）', 'sku'],
    ['商品編碼', 'sku'],
    ['Seller-SKU', 'sku'],
    ['ＳＫＵ', 'sku'],
    ['outer_id', 'sku'],
    ['宝贝名称', 'title'],
    ['Product_Name', 'title'],
    ['價格', 'price'],
    ['售价（元）', 'price'],
    ['价格/元', 'price'],
    ['售价 CNY', 'price'],
    ['供货价', 'supply_price'],
    ['结算价(元)', 'supply_price'],
    ['成本', 'supply_price'],
    ['Wholesale price', 'supply_price'],
    ['宝贝数量', 'qty'],
    ['Battery Health', 'measured.battery_pct'],
    ['電池健康%', 'measured.battery_pct'],
    ['ID锁', 'measured.locks'],
    ['重量kg', 'spec.weight'],
    ['69码', 'spec.barcode'],
    ['配件', 'measured.accessories'],
    ['上下架', 'action'],
    ['是否孤品', 'kind'],
    ['國行港版', 'spec.network'],
    ['質檢員', 'report.inspector'],
  ])('%s', (header, field) => {
    expect(fieldOfHeader(header)?.field).toBe(field)
  })

  test.each(['店铺类目', '', '123', '原价', '供货', '状态', '类型'])('but not %j', header => {
    expect(fieldOfHeader(header)).toBeUndefined()
  })
})

describe('the header line', () => {
  test('stands below titles, and its first line in either language counts', () => {
    const mapping = mapColumns(
      table('好物二手 11 月货单\n,,\n商家编码,标题,类目,价格\nA-1,柜子,家具,100'),
      UNAIDED,
    )
    expect(mapping.headerRecord).toBe(3)
    expect(mapping.columns.map(({ field }) => field)).toEqual(['sku', 'title', 'category', 'price'])
  })

  test('of a Taobao pack is two lines below its version, told apart by name and not by place', () => {
    const pack =
      'version 1.00\ntitle,cid,seller_cids,price,num,outer_id,mystery\n宝贝名称,宝贝类目,店铺类目,宝贝价格,宝贝数量,商家编码,品牌\n柜子,家具,,100,1,A-1,宜家'
    const mapping = mapColumns(table(pack), UNAIDED)
    expect(mapping.headerRecord).toBe(3)
    expect(mapping.columns).toEqual([
      { header: '宝贝名称', field: 'title' },
      { header: '宝贝类目', field: 'category' },
      { header: '店铺类目', field: null },
      { header: '宝贝价格', field: 'price' },
      { header: '宝贝数量', field: 'qty' },
      { header: '商家编码', field: 'sku' },
      { header: '品牌', field: 'brand' },
    ])
  })

  test('is the one chosen', () => {
    const text = '商家编码,标题,类目,价格\n编码,名字,类,价\nA-1,柜子,家具,100'
    const choices = { headerRecord: 2, columns: { 0: 'sku', 1: 'title', 2: 'category', 3: 'price' } }
    expect(mapColumns(table(text), { ...UNAIDED, choices })).toMatchObject({ headerRecord: 2 })
  })

  test('of prices and stock may have two columns', () => {
    expect(mapColumns(table('月末\nSKU,库存\nA-1,0'), { ...UNAIDED, mode: 'price_stock' })).toMatchObject({
      headerRecord: 2,
      columns: [{ field: 'sku' }, { field: 'qty' }],
    })
  })
})

describe('a column', () => {
  test('is what was chosen, else what she said once, else what we know', () => {
    const text = '商家编码,名字,类目,零售价,促销价\nA-1,柜子,家具,120,100'
    expect(fieldsOf(text)).toEqual(['sku', null, 'category', 'price', null])
    const said = rememberingColumns([
      ['名字', 'title'],
      ['零售价', ''],
      ['促销价', 'price'],
    ])
    expect(fieldsOf(text, said)).toEqual(['sku', 'title', 'category', null, 'price'])
    const choices = { columns: { 3: 'price', 4: null } }
    expect(fieldsOf(text, { ...said, choices })).toEqual(['sku', 'title', 'category', 'price', null])
  })

  test('with a doubtful header is taken only if its cells say so', () => {
    expect(fieldsOf('商家编码,标题,类目,价格,状态,类型\nA,柜,家具,1,在售,孤品\nB,柜,家具,1,下架,')).toEqual([
      'sku',
      'title',
      'category',
      'price',
      'action',
      'kind',
    ])
    expect(fieldsOf('商家编码,标题,类目,价格,状态,类型\nA,柜,家具,1,已付款,沙发')).toEqual([
      'sku',
      'title',
      'category',
      'price',
      null,
      null,
    ])
  })

  test.each([
    [['1.299,00', '999,5'], true],
    [['1299,50', '1.299'], true],
    [['1,299.00', '12,50'], false],
    [['1.299', '2.500'], false],
    [['1,299'], false],
    [['面议', ''], false],
  ])('of %j puts a comma before the cents: %s', (cells, comma) => {
    const rows = cells.map(cell => ['A', '柜', '家具', cell])
    const mapping = mapColumns([['商家编码', '标题', '类目', '价格'], ...rows], UNAIDED)
    expect(mapping.columns[3]?.decimalComma ?? false).toBe(comma)
  })
})

describe('a person is asked', () => {
  const gapsOf = (text: string, reading: Partial<Reading> = {}) => {
    const records = table(text)
    const whole = { ...UNAIDED, ...reading }
    return findGaps(mapColumns(records, whole), records, whole)
  }
  test.each([
    ['a missing price', '商家编码,标题,类目\nA,B,C', {}, { missing: [['price']] }],
    ['two prices', '商家编码,标题,类目,价格,售价\nA,B,C,1,2', {}, { missing: [], duplicates: ['price'] }],
    ['a column without a name that has cells', '商家编码,标题,类目,价格,\nA,B,C,1,x', {}, { nameless: [4] }],
    [
      'neither price nor stock',
      'SKU,标题,品牌\nA,B,C',
      { mode: 'price_stock' },
      { missing: [['price', 'qty']] },
    ],
  ] as const)('about %s', (_, text, reading, gaps) => {
    expect(gapsOf(text, reading)).toMatchObject(gaps)
  })

  test.each([
    ['a column without name and cells', '商家编码,标题,类目,价格,\nA,B,C,1,', {}],
    ['one she decided about', '商家编码,标题,类目,价格,\nA,B,C,1,x', { choices: { columns: { 4: null } } }],
    ['one she decided about before', '商家编码,标题,类目,价格,\nA,B,C,1,x', rememberingColumns([['', '']])],
    ['a file that only takes off', '商家编码,操作\nA,下架', {}],
    ['several columns of photos', '商家编码,标题,类目,价格,图片,主图\nA,B,C,1,,', {}],
    ['stock alone', 'SKU,库存\nA,1', { mode: 'price_stock' }],
  ] as [string, string, Partial<Reading>][])('not about %s', (_, text, reading) => {
    expect(gapsOf(text, reading)).toEqual({ missing: [], duplicates: [], nameless: [] })
  })
})

describe('an unknown column is offered', () => {
  test.each([
    ['机器串码', ['356938035643809', '490154203237518'], 'imei'],
    ['照片地址', ['https://x.example/a.jpg', 'https://x.example/b.png'], 'photos'],
    ['bh percent', ['92%', '100 %'], 'measured.battery_pct'],
    ['商品售价格', ['100'], 'price'],
    ['brnad', ['Apple'], 'brand'],
    ['外观描述', ['无'], 'measured.cosmetic'],
    ['几新', ['99新', '充新'], 'grade'],
  ])('%s first', (header, cells, field) => {
    expect(suggestFields(header, cells)).toContain(field)
  })

  test('nothing when nothing is like it', () => {
    expect(suggestFields('zzzz', ['?'])).toEqual([])
  })
})
