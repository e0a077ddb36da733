import { randomUUID } from 'node:crypto'
import type { ImportChoices, ImportMode } from '@haowu/shared/imports.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTemplate } from './build-template.ts'
import { chooseLayout } from './choose-layout.ts'
import { listWords } from './list-words.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { readLayout } from './read-layout.ts'
import { registerImport } from './register-import.ts'
import { settleWords } from './settle-words.ts'

let t: TestDatabase
let desk: ImportDesk
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})
const supplier = () => buildParty(t.db, 'supplier')

interface Answer {
  choices?: ImportChoices
  mode?: ImportMode
  remember?: boolean
}

/** The supplier answers, and the job that this wakes previews the file again. */
async function answer(scope: { supplierId: string; importId: string }, given: Answer) {
  const { choices = {}, mode, remember = true } = given
  await chooseLayout(desk.deps, { ...scope, memberId: scope.supplierId, choices, mode, remember })
  await previewImport(desk.deps, scope.importId)
  return readImport(t.db, scope)
}

async function questionOf(importId: string) {
  const { rows } = await t.owner.query('SELECT question FROM item_import WHERE id = $1', [importId])
  return rows[0].question
}

const eventsOf = async (importId: string) => {
  const { rows } = await t.owner.query(
    "SELECT count(*)::int AS n FROM outbox WHERE kind = 'import_uploaded' AND payload->>'importId' = $1",
    [importId],
  )
  return rows[0].n
}

describe('columns nobody knows', () => {
  const file = (sku: string) => `宝号,叫啥,哪类,几钱,备忘\n${sku},柜子,家具,100,好看\n`
  const columns = { 0: 'sku', 1: 'title', 2: 'category', 3: 'price' }

  test('are asked, answered once, and the next file is not asked about', async () => {
    const supplierId = await supplier()
    const asked = await desk.preview(supplierId, file('A-1'))
    expect(asked.state).toBe('asking')
    expect(await questionOf(asked.importId)).toMatchObject({ question: 'columns', code: 'missing_column' })

    const scope = { supplierId, importId: asked.importId }
    const layout = await readLayout(desk.deps, scope)
    expect(layout).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      headerRecord: 1,
      missing: ['sku', 'title', 'category', 'price'],
      duplicates: [],
    })
    expect(layout.columns[2]).toMatchObject({ index: 2, header: '哪类', samples: ['家具'], field: null })
    expect(layout.columns[2]).toMatchObject({ confidence: 'suggested', suggestions: ['category'] })
    expect(layout.columns[0]).toMatchObject({ field: null })

    const seen = await answer(scope, { choices: { columns } })
    expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 1, new: 1, errors: 0 } })
    expect(await questionOf(asked.importId)).toBeNull()
    expect(await eventsOf(asked.importId)).toBe(2)
    const { columns: after } = await readLayout(desk.deps, scope)
    expect(after.map(({ confidence }) => confidence)).toEqual(['exact', 'exact', 'exact', 'exact', 'none'])

    const next = await desk.preview(supplierId, file('A-2'))
    expect(next).toMatchObject({ state: 'previewed', counts: { new: 1 } })
    const nextLayout = await readLayout(desk.deps, { supplierId, importId: next.importId })
    expect(nextLayout.columns[0]).toMatchObject({ field: 'sku', confidence: 'remembered' })
  })

  test('answered for this file alone are asked again in the next', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, file('A-1'))
    expect(await answer({ supplierId, importId }, { choices: { columns }, remember: false })).toMatchObject({
      state: 'previewed',
    })
    expect((await desk.preview(supplierId, file('A-2'))).state).toBe('asking')
  })

  test('answered in part are asked for the rest', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, file('A-1'))
    const half = await answer({ supplierId, importId }, { choices: { columns: { 0: 'sku', 1: 'title' } } })
    expect(half.state).toBe('asking')
    expect(await questionOf(importId)).toMatchObject({ facts: { columns: '类目、价格' } })
    expect(
      await answer({ supplierId, importId }, { choices: { columns: { 2: 'category', 3: 'price' } } }),
    ).toMatchObject({ state: 'previewed', counts: { new: 1 } })
  })

  test.each([
    ['two prices', '商家编码,标题,类目,价格,售价\nA,柜子,家具,1200,1300\n', { 3: null }, 'duplicate_column'],
    [
      'a column without a name',
      '商家编码,标题,类目,价格,\nA,柜子,家具,1300,x\n',
      { 4: null },
      'nameless_column',
    ],
  ])('%s are asked about and remembered too', async (_, text, chosen, code) => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, text)
    expect(await questionOf(importId)).toMatchObject({ question: 'columns', code })
    expect(await answer({ supplierId, importId }, { choices: { columns: chosen } })).toMatchObject({
      state: 'previewed',
    })
    const { rows } = await t.owner.query('SELECT price_fen FROM import_row WHERE import_id = $1', [importId])
    expect(rows).toEqual([{ price_fen: 130_000n }])
    expect((await desk.preview(supplierId, text.replace('A,', 'B,'))).state).toBe('previewed')
  })

  test('from a program fail, for there is nobody to ask', async () => {
    const supplierId = await supplier()
    const bytes = Buffer.from(file('A-1'))
    const fileKey = `imports/${supplierId}/${randomUUID()}`
    await desk.deps.files.put(fileKey, bytes, { contentType: 'text/csv' })
    const { importId } = await t.db.transaction().execute(trx =>
      registerImport(trx, {
        supplierId,
        memberId: supplierId,
        fileName: 'feed.csv',
        fileKey,
        bytes: BigInt(bytes.length),
        sha256: Buffer.alloc(32, 7),
        source: 'feed',
        mode: 'delta',
      }),
    )
    await previewImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'failed',
      errorCode: 'missing_column',
    })
  })
})

describe('an encoding nobody can tell', () => {
  // 商品編號,品名,類別,價格 / A-1,筆記型電腦,綜合,100
  const big5 = Buffer.concat([
    Buffer.from('b0d3ab7ebd73b8b92cab7ea6572cc3fea74f2cbbf9aee60a', 'hex'),
    Buffer.from('A-1,'),
    Buffer.from('b5a7b04fabacb971b8a32cbaeea6582c', 'hex'),
    Buffer.from('100\n'),
  ])
  const latin = Buffer.from('sku;title;category;price\nA-1;Caf\xe9 cr\xe8me;general;100\n', 'latin1')

  test.each([
    ['Big5', big5, 'big5', '筆記型電腦'],
    ['Windows-1252', latin, 'windows-1252', 'Café crème'],
  ] as const)('%s is shown in each, chosen and remembered', async (_, bytes, encoding, title) => {
    const supplierId = await supplier()
    const asked = await desk.preview(supplierId, bytes)
    const scope = { supplierId, importId: asked.importId }
    expect(asked.state).toBe('asking')
    expect(await questionOf(asked.importId)).toMatchObject({ question: 'encoding', code: 'unknown_encoding' })
    const layout = await readLayout(desk.deps, scope)
    expect(layout).toMatchObject({ encoding: null, columns: [] })
    const candidate = layout.candidates.find(shown => shown.encoding === encoding)
    expect(candidate?.rows[1]).toContain(title)

    const columns = encoding === 'big5' ? { 0: 'sku', 1: 'title', 2: 'category', 3: 'price' } : {}
    const seen = await answer(scope, { choices: { encoding, columns } })
    expect(seen).toMatchObject({ state: 'previewed', encoding, counts: { new: 1, errors: 0 } })
    const { rows } = await t.owner.query('SELECT title FROM import_row WHERE import_id = $1', [
      scope.importId,
    ])
    expect(rows).toEqual([{ title }])

    const next = await desk.preview(supplierId, Buffer.concat([bytes.subarray(0, -1), Buffer.from('0\n')]))
    expect(next).toMatchObject({ state: 'previewed', encoding })
  })

  test('chosen although some bytes are wrong in it, its rows tell where', async () => {
    const supplierId = await supplier()
    const bytes = Buffer.concat([
      Buffer.from('商家编码,标题,类目,价格\nA-1,柜'),
      Buffer.from('e5ad', 'hex'),
      Buffer.from(',家具,100\nA-2,桌子,家具,100\n'),
    ])
    const { importId, state } = await desk.preview(supplierId, bytes)
    expect(state).toBe('asking')
    const seen = await answer({ supplierId, importId }, { choices: { encoding: 'utf-8' }, remember: false })
    expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 2, new: 2, warnings: 1 } })
    expect(seen.groups).toMatchObject([{ code: 'TEXT_BROKEN', rows: 1 }])
  })

  const torn = (title: string, rows: number) =>
    Buffer.concat([
      Buffer.from('sku,title,category,price\nT-0,'),
      Buffer.from(title, 'latin1'),
      Buffer.from(
        `,general,100\n${Array.from({ length: rows }, (_, at) => `T-${at + 1},柜子 ${at},general,100\n`).join('')}`,
      ),
    ])

  test('is not asked of a file with one torn character in a thousand lines: its row is told, and a program goes on', async () => {
    const seen = await desk.preview(await supplier(), torn('caf\xe6\x9c', 1_000))
    expect(seen).toMatchObject({ state: 'previewed', encoding: 'utf-8', counts: { rows: 1_001, new: 1_001 } })
    expect(seen.groups).toMatchObject([{ code: 'TEXT_BROKEN', examples: [{ line: 2, cell: 'B2' }] }])
    // More torn lines than that, or nothing in it that is UTF-8: only a person can tell.
    expect(await desk.preview(await supplier(), torn('caf\xe6\x9c', 900))).toMatchObject({ state: 'asking' })
    const ascii = Buffer.from(
      torn('caf\xe9', 1_000)
        .toString('latin1')
        .replaceAll(/T-(\d+),.*? \d+,/g, 'T-$1,box,'),
      'latin1',
    )
    expect(await desk.preview(await supplier(), ascii)).toMatchObject({ state: 'asking' })
  })

  test('GB18030 with two characters in it is still told by its bytes', async () => {
    const bytes = Buffer.concat([
      Buffer.from('sku,title,category,price\nA-1,Note,'),
      Buffer.from('cad6bbfa', 'hex'),
      Buffer.from(',100\n'),
    ])
    expect(await desk.preview(await supplier(), bytes)).toMatchObject({ encoding: 'gb18030' })
  })
})

describe('a layout changed by hand', () => {
  test('header line and delimiter are taken as chosen; columns chosen before mean nothing then', async () => {
    const supplierId = await supplier()
    const text = '甲|乙|丙|丁\n编码|名字|类|钱\nA-1|柜子|家具|1,200\nA-2|桌子|家具|1,300\n'
    const { importId } = await desk.preview(supplierId, text)
    const scope = { supplierId, importId }
    await answer(scope, { choices: { columns: { 0: 'sku', 3: 'price' } }, remember: false })
    const seen = await answer(scope, {
      choices: {
        delimiter: '|',
        headerRecord: 2,
        columns: { 0: 'sku', 1: 'title', 2: 'category', 3: 'price' },
      },
    })
    expect(seen).toMatchObject({ state: 'previewed', delimiter: '|', counts: { rows: 2, new: 2 } })
  })

  test('mode is changed before it is applied, and the same bytes may not be on their way twice in one mode', async () => {
    const supplierId = await supplier()
    const text = '商家编码,标题,类目,价格\nA-1,柜子,家具,100\n'
    const first = await desk.preview(supplierId, text)
    expect(await answer({ supplierId, importId: first.importId }, { mode: 'full' })).toMatchObject({
      state: 'previewed',
    })
    const second = await desk.preview(supplierId, text)
    expect(second.importId).not.toBe(first.importId)
    await expect(answer({ supplierId, importId: second.importId }, { mode: 'full' })).rejects.toMatchObject({
      code: 'in_progress',
      facts: { importId: first.importId },
    })
  })

  test('nobody changes how a file is read while it is read, after it went in, or when it is another’s', async () => {
    const supplierId = await supplier()
    const text = '商家编码,标题,类目,价格\nA-1,柜子,家具,100\n'
    const { importId } = await desk.importFile(supplierId, text)
    await expect(answer({ supplierId, importId }, {})).rejects.toMatchObject({ code: 'import_not_ready' })
    const waiting = await desk.preview(supplierId, text.replace('A-1', 'A-2'))
    const stranger = { supplierId: await supplier(), importId: waiting.importId }
    await expect(answer(stranger, {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(readLayout(desk.deps, stranger)).rejects.toMatchObject({ code: 'not_found' })
    await expect(listWords(t.db, stranger)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('ten answers at once are one', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, '甲,乙\nA-1,x\n')
    const choices = { columns: { 0: 'sku' } }
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        chooseLayout(desk.deps, { supplierId, importId, memberId: supplierId, choices, remember: true }),
      ),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await eventsOf(importId)).toBe(2)
  })
})

describe('words nobody knows', () => {
  const file =
    '商家编码,标题,类目,价格\nA-1,被子,床品,100\nA-2,枕头,床 品,100\nA-3,杯子,杯壶,100\nA-4,柜子,家具,100\n'

  test('are asked once each, and rows with them go in once they are settled; the next file is understood', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.importFile(
      supplierId,
      file.split('\n').slice(0, 1).concat(file.split('\n').slice(4)).join('\n'),
    )
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({ counts: { new: 1 } })

    const seen = await desk.preview(supplierId, file)
    expect(seen.counts).toMatchObject({ rows: 4, errors: 3, unchanged: 1 })
    const scope = { supplierId, importId: seen.importId }
    const words = await listWords(t.db, scope)
    expect(words).toMatchObject([
      { field: 'category', fieldZh: '类目', word: '床品', rows: 2, meaning: null },
      { field: 'category', word: '杯壶', rows: 1, meaning: null },
    ])
    expect(words[0]?.choices).toContainEqual({ value: 'furniture', zh: '家具', en: 'Furniture' })

    await settleWords(desk.deps, {
      ...scope,
      memberId: supplierId,
      words: [{ field: 'category', word: '床品', meaning: 'furniture' }],
    })
    await previewImport(desk.deps, seen.importId)
    expect((await readImport(t.db, scope)).counts).toMatchObject({ rows: 4, errors: 1, new: 2, unchanged: 1 })
    expect(await listWords(t.db, scope)).toMatchObject([
      { word: '杯壶', meaning: null },
      { word: '床品', rows: 0, meaning: 'furniture' },
    ])
    const next = await desk.preview(supplierId, file.replaceAll('A-', 'B-'))
    expect(next.counts).toMatchObject({ errors: 1, new: 3 })
  })

  test('settled anew make a file that was applied mean something else', async () => {
    const supplierId = await supplier()
    const text = '商家编码,标题,类目,价格\nA-1,被子,床品,100\n'
    const settle = async (importId: string, meaning: string) => {
      const words = [{ field: 'category', word: '床品', meaning }]
      await settleWords(desk.deps, { supplierId, importId, memberId: supplierId, words })
      await previewImport(desk.deps, importId)
      return readImport(t.db, { supplierId, importId })
    }
    const first = await desk.preview(supplierId, `${text}B-1,x,家具,面议\n`)
    expect((await settle(first.importId, 'furniture')).counts).toMatchObject({ new: 1 })
    await desk.importFile(supplierId, text)

    const again = await desk.preview(supplierId, `${text}C-1,x,家具,面议\n`)
    expect(again.counts).toMatchObject({ unchanged: 1, changed: 0 })
    expect((await settle(again.importId, 'general')).counts).toMatchObject({ unchanged: 0, changed: 1 })
  })

  test.each([
    ['a value the field does not have', { field: 'category', word: '床品', meaning: 'bedding' }],
    ['nothing for a category', { field: 'category', word: '床品', meaning: '' }],
    ['a field without words', { field: 'title', word: '床品', meaning: 'x' }],
  ])('cannot mean %s', async (_, word) => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, file)
    await expect(
      settleWords(desk.deps, { supplierId, importId, memberId: supplierId, words: [word] }),
    ).rejects.toMatchObject({ code: 'bad_request' })
  })
})

test.each(['zh-CN', 'en'] as const)(
  'the template for prices and stock in %s is read as it comes and once filled in',
  async language => {
    const supplierId = await supplier()
    await desk.importFile(
      supplierId,
      '商家编码,标题,类目,价格,品牌\nREAL-1,柜子,家具,100,宜家\nREAL-2,桌子,家具,100,宜家\n',
    )
    const template = buildTemplate('price_stock', language)
    const blank = await desk.preview(supplierId, template)
    const asTemplate = await answer({ supplierId, importId: blank.importId }, { mode: 'price_stock' })
    expect(asTemplate).toMatchObject({ state: 'previewed', counts: { rows: 2, ignored: 2, errors: 0 } })
    const filled = await desk.preview(supplierId, template.replaceAll(/(示例|EXAMPLE)-/g, 'REAL-'))
    expect(filled.state).toBe('asking')
    const asFilled = await answer({ supplierId, importId: filled.importId }, { mode: 'price_stock' })
    expect(asFilled).toMatchObject({ state: 'previewed', counts: { rows: 2, changed: 2, errors: 0 } })
  },
)

describe('what is no row', () => {
  test('titles, totals, blank rows and a header printed again are counted and passed over', async () => {
    const text = [
      '好物二手 11 月货单,,,',
      '商家编码,标题,类目,价格',
      'A-1,柜子,家具,100',
      ',,,',
      '商家编码,标题,类目,价格',
      'A-2,桌子,家具,200',
      '合计,,,300',
    ].join('\n')
    const seen = await desk.preview(await supplier(), text)
    expect(seen.counts).toMatchObject({ rows: 2, new: 2, errors: 0, passedOver: 3, unchanged: 0 })
  })

  test('a file of totals alone has no rows', async () => {
    const seen = await desk.preview(await supplier(), '商家编码,标题,类目,价格\n合计,,,0\n,,,\n')
    expect(seen).toMatchObject({ state: 'failed', errorCode: 'no_rows' })
  })
})

describe('a Taobao pack', () => {
  const lines = [
    ['version 1.00'],
    [
      'title',
      'cid',
      'seller_cids',
      'stuff_status',
      'location_state',
      'location_city',
      'price',
      'num',
      'description',
      'outer_id',
      'barcode',
      'sku_barcode',
    ],
    [
      '宝贝名称',
      '宝贝类目',
      '店铺类目',
      '新旧程度',
      '省',
      '城市',
      '宝贝价格',
      '宝贝数量',
      '宝贝描述',
      '商家编码',
      '商品条形码',
      'sku 条形码',
    ],
    ['小米 14 黑色', '1512', ',123,', '5', '浙江', '杭州', '1899.00', '1', '', 'TB-1', '', ''],
    ['红木柜', '50020485', '', '6', '江苏', '苏州', '2600.00', '1', '', 'TB-2', '6941234567890', ''],
  ]
  const text = lines.map(cells => cells.join('\t')).join('\r\n')

  test('in UTF-16 with tabs asks only what its numbers for categories mean, once', async () => {
    const supplierId = await supplier()
    const seen = await desk.preview(supplierId, Buffer.from(`\ufeff${text}\r\n`, 'utf16le'))
    const scope = { supplierId, importId: seen.importId }
    expect(seen).toMatchObject({
      state: 'previewed',
      encoding: 'utf-16le',
      delimiter: '\t',
      counts: { rows: 2, errors: 2 },
    })
    const words = [
      { field: 'category', word: '1512', meaning: 'general' },
      { field: 'category', word: '50020485', meaning: 'furniture' },
    ]
    expect(await listWords(t.db, scope)).toHaveLength(2)
    await settleWords(desk.deps, { ...scope, memberId: supplierId, words })
    await previewImport(desk.deps, seen.importId)
    expect((await readImport(t.db, scope)).counts).toMatchObject({ rows: 2, new: 2, errors: 0, warnings: 0 })
    const { rows } = await t.owner.query(
      'SELECT supplier_sku, title, category_code, price_fen, qty, ship_from, spec, extra FROM import_row WHERE import_id = $1 ORDER BY line',
      [seen.importId],
    )
    expect(rows[1]).toEqual({
      supplier_sku: 'TB-2',
      title: '红木柜',
      category_code: 'furniture',
      price_fen: 260_000n,
      qty: 1,
      ship_from: '苏州',
      spec: { barcode: '6941234567890' },
      extra: { 省: '江苏' },
    })
  })
})
