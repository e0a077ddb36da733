import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { NAUGHTY_TEXTS } from '@haowu/server/test/naughty-texts.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { EXPORT_FORMATS, type ExportFormat } from '@haowu/shared/inventory.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listExports, requestExport } from './request-export.ts'
import { runExports } from './run-exports.ts'

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

const HEADER = ['商家编码', '标题', '类目', '价格', '品牌', '颜色', '货架']
const csv = (rows: string[][]) =>
  rows.map(row => `${row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('')
const rowsOf = (texts: string[]) => texts.map((text, at) => [`S-${at}`, text, '图书', '10', text, text, text])

/** A cell as Excel means it: blanks around it, the marks of "keep as text" and the kind of its line ends are none of the text. */
function asMeant(cell: string): string {
  const text = cell.trim().replace(/\r\n?/g, '\n')
  if (text.startsWith('="') && text.endsWith('"')) return text.slice(2, -1).trim()
  return text.startsWith("'") ? text.slice(1).trim() : text
}

describe('a text that breaks programs', () => {
  test('goes in exactly as it is, or its row is told why not', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const rows = rowsOf(NAUGHTY_TEXTS)
    const { importId, state } = await desk.importFile(supplierId, csv([HEADER, ...rows]))
    expect(state).toBe('applied')
    const told = new Set(await readTold(importId))
    const items = await readTexts(supplierId)
    const wrong = NAUGHTY_TEXTS.flatMap((text, at) => {
      const texts = items.get(`S-${at}`)
      const line = csv([HEADER, ...rows.slice(0, at)]).split('\n').length
      const isExact = texts?.every(stored => stored === asMeant(text))
      return isExact || told.has(line) ? [] : [{ text, texts }]
    })
    expect(wrong).toEqual([])
    expect(items.size).toBeGreaterThan(500)
  })

  test.each(EXPORT_FORMATS)('comes back from an export as %s without a change', async format => {
    const supplierId = await buildParty(t.db, 'supplier')
    const { counts } = await desk.importFile(supplierId, csv([HEADER, ...rowsOf(NAUGHTY_TEXTS)]))
    const seen = await desk.preview(supplierId, await exportAll(supplierId, format))
    expect(seen.counts).toMatchObject({
      rows: counts.new,
      unchanged: counts.new,
      new: 0,
      changed: 0,
      errors: 0,
    })
  })

  test('as a code, a word, a number and a day is refused with a code, and breaks no other row', async () => {
    const header = ['商家编码', '标题', '类目', '价格', '数量', '质检日期', 'IMEI', '图片']
    // A file full of NULs is taken for a program.
    const texts = NAUGHTY_TEXTS.filter(text => !text.includes('\0'))
    const rows = texts.flatMap((text, at) => [
      [`S-${at}`, '手机', '图书', '10', '', '', '', ''],
      [text, '手机', text, text, text, text, text, text],
    ])
    const seen = await desk.preview(await buildParty(t.db, 'supplier'), csv([header, ...rows]))
    expect(seen).toMatchObject({ state: 'previewed', counts: { new: texts.length } })
    expect(seen.counts.errors + seen.counts.passedOver + seen.counts.ignored).toBe(texts.length)
  })

  test('as the header of a column is a column of hers, or the file is answered with a code', async () => {
    const answers = new Set<string>()
    for (let at = 0; at < NAUGHTY_TEXTS.length; at += 20) {
      const headers = NAUGHTY_TEXTS.slice(at, at + 20)
      const file = csv([
        ['商家编码', '标题', '类目', '价格', ...headers],
        ['S', '手机', '图书', '10', ...headers],
      ])
      const supplierId = await buildParty(t.db, 'supplier')
      const { state, errorCode, question } = await desk.preview(supplierId, file)
      answers.add(errorCode ?? question?.code ?? state)
      if (state === 'previewed')
        expect(await desk.importFile(supplierId, file)).toMatchObject({ state: 'applied' })
    }
    expect(answers).toEqual(new Set(['previewed', 'duplicate_column']))
  })
})

/** Lines whose row has a finding. */
async function readTold(importId: string): Promise<number[]> {
  const { rows } = await t.owner.query('SELECT DISTINCT line FROM import_error WHERE import_id = $1', [
    importId,
  ])
  return rows.map(({ line }) => line)
}

async function readTexts(supplierId: string): Promise<Map<string, string[]>> {
  const { rows } = await t.owner.query(
    `SELECT supplier_sku, ARRAY[title, brand, spec->>'color', extra->>'货架'] AS texts FROM item WHERE supplier_id = $1`,
    [supplierId],
  )
  return new Map(rows.map(row => [row.supplier_sku, row.texts]))
}

async function exportAll(supplierId: string, format: ExportFormat): Promise<Buffer> {
  await requestExport(t.db, { supplierId, memberId: supplierId, filter: {}, format, language: 'zh' })
  await runExports(desk.deps)
  const [made] = await listExports(t.db, supplierId)
  const chunks: Buffer[] = []
  for await (const chunk of desk.deps.files.readChunks(made?.fileKey ?? '')) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
