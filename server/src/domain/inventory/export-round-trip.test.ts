import { Readable } from 'node:stream'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generateBagCatalog, generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { EXPORT_FORMATS, type ExportFormat } from '@haowu/shared/inventory.ts'
import fc from 'fast-check'
import { streamXlsxRows } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvLine } from '#domain/imports/csv-text.ts'
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

async function exportAll(
  supplierId: string,
  { format = 'csv', language = 'zh' }: { format?: ExportFormat; language?: 'zh' | 'en' } = {},
): Promise<Buffer> {
  await requestExport(t.db, { supplierId, memberId: supplierId, filter: {}, format, language })
  await runExports(desk.deps)
  const [made] = await listExports(t.db, supplierId)
  expect(made).toMatchObject({ state: 'done' })
  const chunks: Buffer[] = []
  for await (const chunk of desk.deps.files.readChunks(made?.fileKey ?? '')) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

const nothingNew = { new: 0, changed: 0, errors: 0, warnings: 0, conflicts: 0 }

describe('a file exported and imported again unchanged changes nothing', () => {
  test.each([
    ['phones', 'zh'],
    ['phones', 'en'],
    ['bags', 'zh'],
  ] as const)('%s, in %s', async (goods, language) => {
    const supplierId = await buildParty(t.db, 'supplier')
    // Pieces of its own each time: the same ones at two suppliers ask for a second look.
    const wishes = { rows: 80, inspected: true, seed: language === 'en' ? 53 : 51 }
    const file = goods === 'phones' ? generatePhoneCatalog(wishes) : generateBagCatalog(wishes)
    await desk.importFile(supplierId, [...file].join(''))
    const seen = await desk.preview(supplierId, await exportAll(supplierId, { language }))
    expect(seen.groups).toEqual([])
    expect(seen.counts).toMatchObject({ rows: 80, unchanged: 80, ...nothingNew })
  })

  const word = fc
    .string({ unit: fc.constantFrom(...'a1 ,;"\'=+-@|\\\n％手机翡翠é＝😀'), minLength: 1, maxLength: 12 })
    .map(text => text.trim())
    .filter(text => text !== '')

  test('whatever the supplier wrote into titles, brands and columns of her own', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ title: word, brand: word, own: word, cents: fc.integer({ min: 1, max: 9_999_999 }) }),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        async rows => {
          const supplierId = await buildParty(t.db, 'supplier')
          const lines = rows.map(({ title, brand, own, cents }, at) =>
            csvLine([`S${at}`, title, '图书', (cents / 100).toFixed(2), brand, own]),
          )
          await desk.importFile(
            supplierId,
            csvLine(['商家编码', '标题', '类目', '价格', '品牌', '货架']) + lines.join(''),
          )
          const seen = await desk.preview(supplierId, await exportAll(supplierId))
          expect(seen.counts).toMatchObject(nothingNew)
        },
      ),
      {
        numRuns: 25,
        examples: [[[{ title: "''twice", brand: "''=1+1", own: '="5"', cents: 1 }]]],
      },
    )
  })
})

test('a workbook holds the same cells as the CSV, each as text', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(
    supplierId,
    [...generatePhoneCatalog({ rows: 5, inspected: true, seed: 52 })].join(''),
  )
  const bytes = await exportAll(supplierId, { format: EXPORT_FORMATS[1] })
  const rows: unknown[][] = []
  for await (const row of streamXlsxRows(new Uint8Array(bytes))) rows.push(row.values)
  expect(rows).toHaveLength(6)
  expect(rows[0]?.slice(0, 2)).toEqual(['商家编码', '标题'])
  expect(rows.flat().every(cell => cell === null || typeof cell === 'string')).toBe(true)
})

describe('exports', () => {
  test('that are asked for faster than they are written are refused, and none is written twice', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const ask = () =>
      requestExport(t.db, { supplierId, memberId: supplierId, filter: {}, format: 'csv', language: 'zh' })
    await Promise.all([ask(), ask(), ask()])
    await expect(ask()).rejects.toMatchObject({ code: 'limit_reached' })
    await Promise.all([runExports(desk.deps), runExports(desk.deps), runExports(desk.deps)])
    const made = await listExports(t.db, supplierId)
    expect(made.map(({ state, rows }) => [state, rows])).toEqual(Array(3).fill(['done', 0]))
  })

  test('whose writer died are written by another, and given up after three', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    await requestExport(t.db, { supplierId, memberId: supplierId, filter: {}, format: 'csv', language: 'zh' })
    const broken = {
      ...desk.deps,
      files: {
        ...desk.deps.files,
        put: async (_: string, body: Readable | Uint8Array) => {
          if (body instanceof Readable) body.destroy()
          throw new Error('the disk is full')
        },
      },
    }
    for (let run = 0; run < 3; run++) {
      await expect(runExports(broken)).rejects.toThrow('disk')
      await t.owner.query(
        "UPDATE item_export SET run_started_at = run_started_at - interval '1 hour' WHERE supplier_id = $1",
        [supplierId],
      )
    }
    await runExports(desk.deps)
    expect(await listExports(t.db, supplierId)).toMatchObject([{ state: 'failed', fileKey: null }])
  })
})
