import { Readable } from 'node:stream'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { chooseLayout } from './choose-layout.ts'
import { completeUpload } from './complete-upload.ts'
import { fixCells } from './fix-cells.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { receivePart } from './receive-part.ts'
import { receiveUpload } from './receive-upload.ts'
import { requestApply } from './request-apply.ts'
import { skipRows } from './skip-rows.ts'
import { beginUpload } from './upload-in-parts.ts'
import { writeErrorFile } from './write-error-file.ts'

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

interface Scope {
  supplierId: string
  importId: string
}
interface Sent {
  mode?: ImportMode
  source?: ImportSource
  fileName?: string
  parentId?: string
}

async function send(supplierId: string, content: string | Buffer, sent: Sent = {}) {
  const body = Readable.from([Buffer.from(content)])
  const upload = { supplierId, memberId: supplierId, fileName: '商品.csv', body, ...sent }
  return receiveUpload(desk.deps, upload)
}

async function preview(supplierId: string, content: string | Buffer, sent: Sent = {}) {
  const { importId } = await send(supplierId, content, sent)
  await previewImport(desk.deps, importId)
  return readImport(t.db, { supplierId, importId })
}

async function apply(scope: Scope) {
  await requestApply(desk.deps, scope)
  await applyImport(desk.deps, scope.importId)
  return readImport(t.db, scope)
}

async function download(scope: Scope, language: 'zh' | 'en' = 'zh') {
  const { fileName, text } = await writeErrorFile(desk.deps, { ...scope, language })
  let file = ''
  for await (const lines of text) file += lines
  return { fileName, file, lines: file.replace('\ufeff', '').trimEnd().split('\r\n') }
}

const MESSY =
  '商家编码,标题,类目,价格,备注栏\nA,台灯,家电,100,\nB,书架,家具,面议,=1+1\nC,,图书,20,\nD,椅子,家具,无价,丁\n'

/** Her words for the columns, which are chosen for this one file and not remembered. */
const OWN_WORDS =
  '宝号,叫啥,哪类,几钱,,\nA,柜子,家具,"100,5",甲,x\nB,桌子,家具,"乱,5",乙,y\nC,床,家具,"7,25",丙,z\n'
async function openOwnWords() {
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId } = await send(supplierId, OWN_WORDS)
  await previewImport(desk.deps, importId)
  const columns = { 0: 'sku', 1: 'title', 2: 'category', 3: 'price', 4: null, 5: 'brand' }
  const scope = { supplierId, importId }
  await chooseLayout(desk.deps, { ...scope, memberId: supplierId, choices: { columns }, remember: false })
  await previewImport(desk.deps, importId)
  return scope
}

async function open(file: string | Buffer = MESSY, sent: Sent = {}) {
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId } = await preview(supplierId, file, sent)
  return { supplierId, importId }
}

describe('the error file', () => {
  test('holds the rows still to fix, as they stand mended, and neither those that are fixed nor those left out', async () => {
    const scope = await open()
    const edits = [
      { line: 3, columnIndex: 1, value: '大书架' },
      { line: 4, columnIndex: 1, value: '童话' },
    ]
    await fixCells(t.db, { ...scope, memberId: scope.supplierId, edits })
    expect((await download(scope)).lines).toEqual([
      '行号,错误,怎么改,商家编码,标题,类目,价格,备注栏',
      expect.stringMatching(/^3,价格: 价格不是数字,.+,B,大书架,家具,面议,'=1\+1$/),
      expect.stringMatching(/^5,价格: 价格不是数字,.+,D,椅子,家具,无价,丁$/),
    ])
    await skipRows(t.db, { ...scope, lines: [5], skip: true })
    const english = await download(scope, 'en')
    expect(english.lines).toHaveLength(2)
    expect(english.lines[1]).toMatch(/^3,价格: .*number/)
  })

  test('is written of a file whose columns, encoding and delimiter only its supplier could tell', async () => {
    const scope = await openOwnWords()
    expect((await readImport(t.db, scope)).counts).toMatchObject({ rows: 3, new: 2, errors: 1 })
    expect((await download(scope)).lines).toEqual([
      '行号,错误,怎么改,宝号,叫啥,哪类,几钱,,',
      expect.stringMatching(/^3,几钱: .+,B,桌子,家具,"乱,5",乙,y$/),
    ])
  })

  test('of more rows than one batch names each line once, in order', async () => {
    const rows = Array.from({ length: 1_203 }, (_, at) => `S${at},货 ${at},家具,面议`)
    const { lines } = await download(await open(`商家编码,标题,类目,价格\n${rows.join('\n')}\n`))
    expect(lines.slice(1).map(line => Number(line.split(',')[0]))).toEqual(rows.map((_, at) => at + 2))
  })
})

describe('an error file that comes back', () => {
  const doors: [string, (scope: Scope, file: string, fileName: string) => Promise<{ importId: string }>][] = [
    ['in one piece', ({ supplierId }, file, fileName) => send(supplierId, file, { fileName, mode: 'full' })],
    ['pasted', ({ supplierId }, file) => send(supplierId, file, { mode: 'full', source: 'paste' })],
    ['in parts', (scope, file, fileName) => sendInParts(scope, file, fileName)],
    [
      'for an import she names',
      ({ supplierId, importId }, file) =>
        send(supplierId, file, { source: 'error_file', parentId: importId, fileName: 'x.csv' }),
    ],
    [
      'saved by Excel in the encoding of the country',
      ({ supplierId }, file, fileName) =>
        send(supplierId, gb18030(file.replace('\ufeff', '')), {
          fileName: fileName.replace('.csv', ' (1).csv'),
        }),
    ],
  ]
  test.each(doors)(
    '%s is known by its three columns, and never taken for the whole catalogue',
    async (_, sendBy) => {
      const scope = await open()
      await apply(scope)
      const { file, fileName } = await download(scope)
      const { importId } = await sendBy(scope, file.replace('面议', '88'), fileName)
      await previewImport(desk.deps, importId)
      expect(await readImport(t.db, { ...scope, importId })).toMatchObject({
        state: 'previewed',
        source: 'error_file',
        mode: 'delta',
        parentId: scope.importId,
        counts: { rows: 3, new: 1, errors: 2, missing: 0 },
        brake: null,
      })
    },
  )

  test('stays what it is when she asks for the whole catalogue afterwards, and dropped twice is one', async () => {
    const scope = await open()
    const { file } = await download(scope)
    const { supplierId } = scope
    const { importId } = await preview(supplierId, file)
    await chooseLayout(desk.deps, {
      supplierId,
      importId,
      memberId: supplierId,
      choices: {},
      mode: 'full',
      remember: false,
    })
    await previewImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'previewed',
      mode: 'delta',
    })
    expect(await send(supplierId, file, { mode: 'full' })).toEqual({ importId, repeated: true })
  })

  test('is read as its parent was, with columns moved, left away and without a name', async () => {
    const scope = await openOwnWords()
    const { lines } = await download(scope)
    const moved = ['叫啥,行号,错误,怎么改,宝号,哪类,几钱,,', '桌子,3,x,y,B,家具,"9,5",乙,y']
    for (const file of [lines.join('\n').replace('乱', '9'), moved.join('\n')]) {
      const child = await preview(scope.supplierId, `${file}\n`)
      expect(child).toMatchObject({
        state: 'previewed',
        parentId: scope.importId,
        counts: { new: 1, errors: 0 },
      })
      const { rows } = await t.owner.query(
        'SELECT supplier_sku AS sku, price_fen::int AS fen, brand FROM import_row WHERE import_id = $1',
        [child.importId],
      )
      expect(rows).toEqual([{ sku: 'B', fen: 950, brand: 'y' }])
    }
  })

  test('of prices and stock stays one of prices and stock', async () => {
    const scope = await open(MESSY)
    await apply(scope)
    const offers = await preview(scope.supplierId, '商家编码,价格\nA,面议\n', { mode: 'price_stock' })
    const { file, fileName } = await download({ ...scope, importId: offers.importId })
    const child = await preview(scope.supplierId, file.replace('面议', '90'), { fileName })
    expect(child).toMatchObject({
      mode: 'price_stock',
      parentId: offers.importId,
      counts: { changed: 1, errors: 0 },
    })
  })

  test('is tied to no import of another supplier, whose id or name it bears', async () => {
    const [scope, supplierId] = [await open(), await buildParty(t.db, 'supplier')]
    const { file, fileName } = await download(scope)
    const child = await preview(supplierId, file, { fileName, parentId: scope.importId, mode: 'full' })
    expect(child).toMatchObject({ source: 'error_file', mode: 'delta', parentId: null })
  })
})

async function sendInParts({ supplierId }: Scope, file: string, fileName: string) {
  const bytes = Buffer.from(file)
  const asked = { supplierId, memberId: supplierId, fileName, bytes: bytes.length }
  const { uploadId } = await beginUpload(t.db, { ...asked, mode: 'full', source: 'upload' })
  const body = Readable.from([bytes])
  const { etag } = await receivePart(desk.deps, { supplierId, uploadId, partNumber: 1, body })
  return completeUpload(desk.deps, { supplierId, uploadId, parts: [{ partNumber: 1, etag }] })
}

/** The few characters beyond ASCII are looked up in what the platform decodes. */
function gb18030(text: string): Buffer {
  const bytes: number[] = []
  for (const character of text) bytes.push(...encodeCharacter(character))
  return Buffer.from(bytes)
}
const decoder = new TextDecoder('gb18030')
const codes = new Map<string, number[]>()
function encodeCharacter(character: string): number[] {
  if (character.charCodeAt(0) < 128) return [character.charCodeAt(0)]
  if (codes.size === 0)
    for (let high = 0x81; high <= 0xfe; high++)
      for (let low = 0x40; low <= 0xfe; low++)
        if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return codes.get(character) ?? [63]
}
