import { createHash } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abortUpload, completeUpload, sweepUploads } from './complete-upload.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { receivePart } from './receive-part.ts'
import { findParts, signedKey } from './find-parts.ts'
import { beginUpload, readUpload } from './upload-in-parts.ts'

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

const FILE = Buffer.from(
  `商家编码,标题,类目,价格\n${Array.from({ length: 500 }, (_, at) => `P${at},台灯 ${at},家电,${at + 1}\n`).join('')}`,
)
const PART = 4_000

/** A file that comes in parts of four thousand bytes, so that it need not have megabytes to have many. */
async function begin(bytes = FILE.length) {
  const supplierId = await buildParty(t.db, 'supplier')
  const asked = { fileName: '商品.csv', bytes, mode: 'delta' as const, source: 'upload' as const }
  const { uploadId } = await beginUpload(t.db, { supplierId, memberId: supplierId, ...asked })
  await t.owner.query('UPDATE upload SET part_bytes = $1 WHERE id = $2', [PART, uploadId])
  const scope = { supplierId, uploadId }
  const numbers = Array.from({ length: Math.ceil(bytes / PART) }, (_, at) => at + 1)
  const contentOf = (part: number) => FILE.subarray((part - 1) * PART, Math.min(part * PART, bytes))
  const send = async (partNumber: number, content = contentOf(partNumber)) =>
    receivePart(desk.deps, { ...scope, partNumber, body: inPieces(content) })
  const etags = () => numbers.map(partNumber => ({ partNumber, etag: etagOf(contentOf(partNumber)) }))
  return {
    ...scope,
    scope,
    numbers,
    send,
    complete: () => completeUpload(desk.deps, { ...scope, parts: etags() }),
  }
}

const received = async (scope: { supplierId: string; uploadId: string }) =>
  (await findParts(desk.deps, await readUpload(t.db, scope))).map(part => part.partNumber)

const etagOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')

async function* inPieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 1_000) yield content.subarray(at, at + 1_000)
}

describe('a file in parts', () => {
  test('of many chunks each is joined byte for byte', async () => {
    const content = Buffer.alloc(3 * 1024 * 1024)
    for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at)
    const file = Buffer.from(`商家编码,标题\n${content.toString('hex')}`)
    const supplierId = await buildParty(t.db, 'supplier')
    const asked = { fileName: 'a.csv', bytes: file.length, mode: 'delta' as const, source: 'upload' as const }
    const { uploadId } = await beginUpload(t.db, { supplierId, memberId: supplierId, ...asked })
    const { etag } = await receivePart(desk.deps, {
      supplierId,
      uploadId,
      partNumber: 1,
      body: inPieces(file),
    })
    const { importId } = await completeUpload(desk.deps, {
      supplierId,
      uploadId,
      parts: [{ partNumber: 1, etag }],
    })
    const { rows } = await t.owner.query('SELECT sha256 FROM item_import WHERE id = $1', [importId])
    expect(rows[0].sha256.toString('hex')).toBe(etagOf(file))
    const { rows: stored } = await t.owner.query('SELECT file_key FROM item_import WHERE id = $1', [importId])
    const hash = createHash('sha256')
    for await (const chunk of desk.deps.files.readChunks(stored[0].file_key)) hash.update(chunk)
    expect(hash.digest('hex')).toBe(etagOf(file))
  })

  test('sent in any order, one of them twice, is the file that it is in one piece', async () => {
    const upload = await begin()
    for (const part of upload.numbers.toReversed()) await upload.send(part)
    await upload.send(1)
    const { importId, repeated } = await upload.complete()
    expect(repeated).toBe(false)
    await previewImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId: upload.supplierId, importId })).toMatchObject({
      state: 'previewed',
      bytes: FILE.length,
      counts: { rows: 500, new: 500 },
    })
    const inOnePiece = await desk.upload(upload.supplierId, FILE)
    expect(inOnePiece).toEqual({ importId, repeated: true })
  })

  test('goes on where it stopped: what has arrived is known', async () => {
    const upload = await begin()
    await upload.send(2)
    expect(await received(upload.scope)).toEqual([2])
    await expect(upload.complete()).rejects.toMatchObject({ code: 'bad_request', facts: { partNumber: 1 } })
    for (const part of upload.numbers.filter(number => number !== 2)) await upload.send(part)
    expect((await upload.complete()).repeated).toBe(false)
  })

  test('completed ten times at once is one import', async () => {
    const upload = await begin()
    for (const part of upload.numbers) await upload.send(part)
    const received = await Promise.all(Array.from({ length: 10 }, () => upload.complete()))
    expect(new Set(received.map(({ importId }) => importId)).size).toBe(1)
    await expect(upload.send(1)).rejects.toMatchObject({ code: 'in_progress' })
  })

  test('whose part was cut, grew or was swapped is not completed', async () => {
    const upload = await begin()
    const part = FILE.subarray(0, PART)
    await expect(upload.send(1, part.subarray(1))).rejects.toMatchObject({ code: 'bad_request' })
    await expect(upload.send(1, Buffer.concat([part, Buffer.from('x')]))).rejects.toMatchObject({
      code: 'bad_request',
    })
    await expect(upload.send(99, part)).rejects.toMatchObject({ code: 'bad_request' })
    for (const number of upload.numbers) await upload.send(number)
    await upload.send(1, Buffer.alloc(PART, 'x'))
    await expect(upload.complete()).rejects.toMatchObject({ code: 'bad_request', facts: { partNumber: 1 } })
  })

  test('is nobody else’s', async () => {
    const [upload, stranger] = [await begin(), await begin()]
    const theirs = { uploadId: upload.uploadId, supplierId: stranger.supplierId }
    const denied = { code: 'not_found' }
    await expect(received(theirs)).rejects.toMatchObject(denied)
    await expect(completeUpload(desk.deps, { ...theirs, parts: [] })).rejects.toMatchObject(denied)
    await expect(abortUpload(t.db, theirs)).rejects.toMatchObject(denied)
    await expect(
      receivePart(desk.deps, { ...theirs, partNumber: 1, body: inPieces(FILE) }),
    ).rejects.toMatchObject(denied)
  })
})

test('an upload too large is refused by what it announces, a sixth one at once by its number', async () => {
  await expect(begin(601 * 1024 * 1024)).rejects.toMatchObject({ code: 'file_too_large' })
  const supplierId = await buildParty(t.db, 'supplier')
  const asked = { supplierId, memberId: supplierId, fileName: 'a.csv', bytes: 10 }
  const ask = () => beginUpload(t.db, { ...asked, mode: 'delta', source: 'upload' })
  for (let n = 0; n < 5; n++) await ask()
  await expect(ask()).rejects.toMatchObject({ code: 'limit_reached' })
})

test('parts that are no longer needed are taken away, those of an open upload stay', async () => {
  const [done, given, open] = [await begin(), await begin(), await begin()]
  for (const upload of [done, given, open]) for (const part of upload.numbers) await upload.send(part)
  await done.complete()
  await abortUpload(t.db, given.scope)
  const keys = async (uploadId: string) =>
    (await t.owner.query('SELECT file_key FROM upload_part WHERE upload_id = $1', [uploadId])).rows.map(
      row => row.file_key as string,
    )
  const [ofDone, ofGiven, ofOpen] = [
    await keys(done.uploadId),
    await keys(given.uploadId),
    await keys(open.uploadId),
  ]
  await sweepUploads(desk.deps)
  const there = async (all: string[]) =>
    (await Promise.all(all.map(key => desk.deps.files.stat(key)))).filter(found => found !== null).length
  expect(await there([...ofDone, ...ofGiven])).toBe(0)
  expect(await there(ofOpen)).toBe(open.numbers.length)
  await expect(received(given.scope)).rejects.toMatchObject({ code: 'not_found' })
  expect((await done.complete()).importId).toBeTruthy()
})

test('parts sent to the bucket without passing through us are one file with those that did, and none of a wrong length counts', async () => {
  const upload = await begin()
  const put = (part: number, content: Buffer) => desk.deps.files.put(signedKey(upload, part), content)
  const [first = 0, second = 0, ...rest] = upload.numbers
  await put(first, FILE.subarray(0, PART - 1))
  await put(second, FILE.subarray(PART, 2 * PART))
  for (const part of rest) await upload.send(part)
  expect(await received(upload.scope)).toEqual([second, ...rest])
  await put(first, FILE.subarray(0, PART))
  const parts = (await findParts(desk.deps, await readUpload(t.db, upload.scope))).map(
    ({ partNumber, etag }) => ({ partNumber, etag }),
  )
  const { importId } = await completeUpload(desk.deps, { ...upload.scope, parts })
  await previewImport(desk.deps, importId)
  expect(await readImport(t.db, { supplierId: upload.supplierId, importId })).toMatchObject({
    state: 'previewed',
    counts: { new: 500 },
  })
  await t.owner.query("UPDATE upload SET created_at = created_at - interval '2 days' WHERE id = $1", [
    upload.uploadId,
  ])
  await sweepUploads(desk.deps)
  expect(await desk.deps.files.stat(signedKey(upload, second))).toBeNull()
})
