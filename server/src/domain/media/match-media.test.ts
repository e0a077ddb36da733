import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildZip } from '@haowu/server/test/build-zip.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPaper, listPapers } from './item-paper.ts'
import { matchMedia } from './match-media.ts'
import { readArchive } from './read-archive.ts'
import { readBatch } from './read-batch.ts'
import { receiveArchive } from './receive-archive.ts'
import { entryName, skuCandidates } from './sku-candidates.ts'

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

const photo = (seed: string) => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(seed)])
const pdf = Buffer.from('%PDF-1.7 report')
const addressOf = (content: Buffer) => `/media/${createHash('sha256').update(content).digest('hex')}.jpg`
const FILE = '商家编码,标题,类目,价格\nCZ-P001,台灯,家电,100\nCZ-P002,书架,家具,200\nCZ-P003,字典,图书,30\n'

async function stock() {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(supplierId, FILE)
  return supplierId
}

async function send(supplierId: string, archive: Buffer) {
  async function* body() {
    for (let at = 0; at < archive.length; at += 1_000) yield archive.subarray(at, at + 1_000)
  }
  const upload = { supplierId, memberId: supplierId, fileName: '照片.zip', body: body() }
  const { batchId } = await receiveArchive(desk.deps, upload)
  await matchMedia(desk.deps, batchId)
  return readBatch(t.db, { supplierId, batchId })
}

async function photosOf(supplierId: string): Promise<Record<string, string[]>> {
  const { rows } = await t.owner.query('SELECT supplier_sku, photos FROM item WHERE supplier_id = $1', [
    supplierId,
  ])
  return Object.fromEntries(rows.map(row => [row.supplier_sku, row.photos]))
}

test.each([
  ['CZ-P001.jpg', 'CZ-P001'],
  ['照片/CZ-P001_2.JPG', 'CZ-P001'],
  ['CZ-P001 (3).png', 'CZ-P001'],
  ['CZ-P001/正面.jpg', 'CZ-P001'],
  ['a\\CZ-P001\\back.webp', 'CZ-P001'],
])('%s may be a file of %s', (name, sku) => {
  expect(skuCandidates(name)).toContain(sku)
})

test('names of a Chinese Windows are read', () => {
  expect(entryName(Buffer.from('d5d5c6ac2e6a7067', 'hex'))).toBe('照片.jpg')
})

describe('an archive', () => {
  const archive = () =>
    buildZip([
      { name: 'CZ-P001.jpg', content: photo('one') },
      { name: 'CZ-P001_2.jpg', content: photo('two') },
      { name: 'CZ-P002/front.jpg', content: photo('three') },
      { name: 'CZ-P003.pdf', content: pdf },
      { name: '__MACOSX/._CZ-P001.jpg', content: photo('litter') },
      { name: 'UNKNOWN.jpg', content: photo('four') },
      { name: 'CZ-P002.exe', content: Buffer.from('MZ…') },
    ])

  test('gives each item its photos and papers, and tells what it could not place', async () => {
    const supplierId = await stock()
    const seen = await send(supplierId, archive())
    expect(seen).toMatchObject({
      state: 'done',
      items: 3,
      counts: { added: 4, no_item: 1, not_supported: 1 },
      left: [
        { name: 'CZ-P002.exe', outcome: 'not_supported' },
        { name: 'UNKNOWN.jpg', outcome: 'no_item' },
      ],
    })
    expect(await photosOf(supplierId)).toEqual({
      'CZ-P001': [addressOf(photo('one')), addressOf(photo('two'))],
      'CZ-P002': [addressOf(photo('three'))],
      'CZ-P003': [],
    })
    const { rows } = await t.owner.query(
      'SELECT file_name FROM item_document JOIN item ON item.id = item_id WHERE supplier_id = $1',
      [supplierId],
    )
    expect(rows).toEqual([{ file_name: 'CZ-P003.pdf' }])
  })

  test('sent or worked on twice adds nothing twice, and the supplier’s next file leaves the photos', async () => {
    const supplierId = await stock()
    const first = await send(supplierId, archive())
    await matchMedia(desk.deps, first.batchId)
    expect((await send(supplierId, archive())).counts).toMatchObject({ known: 4 })
    const before = await photosOf(supplierId)
    expect(before['CZ-P001']).toHaveLength(2)
    await desk.importFile(supplierId, FILE.replace('100', '110'))
    expect(await photosOf(supplierId)).toEqual(before)
  })

  test('with names that the database cannot keep is placed all the same', async () => {
    const supplierId = await stock()
    const seen = await send(
      supplierId,
      buildZip([
        { name: 'CZ-P001\0.jpg', content: photo('nul') },
        { name: `${'x'.repeat(299)}📷.jpg`, content: photo('cut') },
      ]),
    )
    expect(seen).toMatchObject({ state: 'done', counts: { added: 1, no_item: 1 } })
  })

  test('leaves held and sold items as they are', async () => {
    const supplierId = await stock()
    await t.owner.query(
      "UPDATE item SET state = 'sold' WHERE supplier_id = $1 AND supplier_sku = 'CZ-P001'",
      [supplierId],
    )
    expect((await send(supplierId, archive())).counts).toMatchObject({ locked: 2, added: 2 })
    expect((await photosOf(supplierId))['CZ-P001']).toEqual([])
  })

  test('of another supplier with the same codes touches nobody’s items but her own', async () => {
    const [mine, others] = [await stock(), await stock()]
    await send(mine, archive())
    expect((await photosOf(others))['CZ-P001']).toEqual([])
  })

  test.each([
    ['that is damaged', () => archive().subarray(0, 300), 'damaged'],
    [
      'that lies about its sizes',
      () => buildZip([{ name: 'CZ-P001.jpg', content: Buffer.alloc(1024 * 1024, 7), bytes: 10 }]),
      'damaged',
    ],
  ])('%s is refused with its code, and nothing of it is shown', async (_, make, found) => {
    const supplierId = await stock()
    expect(await send(supplierId, make())).toMatchObject({
      state: 'failed',
      errorCode: 'archive_unreadable',
      errorFacts: { found },
    })
    expect((await photosOf(supplierId))['CZ-P001']).toEqual([])
  })

  test.each(['get', 'stat', 'put'] as const)(
    'stays where it is while the store fails to %s, and the next run matches it',
    async operation => {
      const supplierId = await stock()
      const { batchId } = await receiveArchive(desk.deps, {
        supplierId,
        memberId: supplierId,
        fileName: '照片.zip',
        body: Readable.from([buildZip([{ name: 'CZ-P001.jpg', content: photo(`kept ${operation}`) }])]),
      })
      const { files } = desk.deps
      const away = { ...files, [operation]: () => Promise.reject(new Error('the store is away')) }
      await expect(matchMedia({ ...desk.deps, files: away }, batchId)).rejects.toThrow('the store is away')
      expect(await readBatch(t.db, { supplierId, batchId })).toMatchObject({ state: 'uploaded' })
      await matchMedia(desk.deps, batchId)
      expect(await readBatch(t.db, { supplierId, batchId })).toMatchObject({
        state: 'done',
        counts: { added: 1 },
      })
      expect((await photosOf(supplierId))['CZ-P001']).toEqual([addressOf(photo(`kept ${operation}`))])
    },
  )

  test('of megabytes is taken apart byte for byte', async () => {
    const supplierId = await stock()
    const large = Buffer.concat([photo('noise'), randomBytes(3 * 1024 * 1024)])
    await send(supplierId, buildZip([{ name: 'CZ-P001.jpg', content: large }]))
    expect((await photosOf(supplierId))['CZ-P001']).toEqual([addressOf(large)])
  })

  test('with a file beyond its bound leaves that one out', async () => {
    const supplierId = await stock()
    const large = buildZip([
      { name: 'CZ-P001.jpg', content: Buffer.concat([photo('x'), Buffer.alloc(11 * 1024 * 1024)]) },
    ])
    expect((await send(supplierId, large)).counts).toEqual({ too_large: 1 })
  })

  test('whose files unpack to more than its bound in all is a bomb, also where none of them is kept', async () => {
    const { files } = desk.deps
    const zeros = Buffer.alloc(1024 * 1024)
    const names = ['CZ-P001.jpg', 'CZ-P002.jpg', 'CZ-P003.jpg']
    await files.put('archives/bomb', buildZip(names.map(name => ({ name, content: zeros }))))
    const bound = { mostBytes: 2 * zeros.length }
    await expect(readArchive(files, 'archives/bomb', bound)).rejects.toMatchObject({
      code: 'archive_unreadable',
      facts: { found: 'bomb' },
    })
    await files.put('archives/whole', buildZip(names.slice(1).map(name => ({ name, content: zeros }))))
    expect(await readArchive(files, 'archives/whole', bound)).toHaveLength(2)
  })

  test.each([
    ['lies about the size of its last file', { bytes: 10 }, {}],
    ['turns out a bomb at its last file', {}, { mostBytes: 1024 * 1024 }],
  ])('that %s leaves nothing in the store', async (fault, lie, bound) => {
    const { files } = desk.deps
    const before = await files.list('media')
    const last = { name: 'CZ-P002.jpg', content: Buffer.alloc(1024 * 1024), ...lie }
    await files.put('archives/late', buildZip([{ name: 'CZ-P001.jpg', content: photo(fault) }, last]))
    await expect(readArchive(files, 'archives/late', bound)).rejects.toMatchObject({
      code: 'archive_unreadable',
    })
    expect(await files.list('media')).toEqual(before)
  })

  test('with a PDF keeps it as a paper of its item, for nobody but her', async () => {
    const [mine, others] = [await stock(), await stock()]
    const paper = Buffer.from('%PDF-1.7 what the inspector wrote')
    await send(mine, buildZip([{ name: 'reports/CZ-P001.pdf', content: paper }]))
    const { rows } = await t.owner.query(
      "SELECT id FROM item WHERE supplier_id = $1 AND supplier_sku = 'CZ-P001'",
      [mine],
    )
    const itemId: string = rows[0].id
    const papers = await listPapers(t.db, { supplierId: mine, itemId })
    expect(papers).toMatchObject([{ fileName: 'reports/CZ-P001.pdf', bytes: BigInt(paper.length) }])
    const sha256 = papers[0]?.sha256 ?? ''
    const { fileKey } = await findPaper(t.db, { supplierId: mine, itemId, sha256 })
    expect(Buffer.concat(await (await desk.deps.files.get(fileKey)).toArray())).toEqual(paper)
    await expect(listPapers(t.db, { supplierId: others, itemId })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(findPaper(t.db, { supplierId: others, itemId, sha256 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('that is no ZIP is refused at its first bytes', async () => {
    await expect(send(await stock(), Buffer.from('%PDF-1.7'))).rejects.toMatchObject({
      code: 'archive_unreadable',
    })
  })
})
