import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFileStore, FileMissing, type FileStore } from './files.ts'

const publicUrl = 'http://localhost:3000'
const secret = Buffer.alloc(32, 1)
let folder: string
let bucketServer: S3rver
const stores = new Map<string, FileStore>()

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haowu-files-test-'))
  bucketServer = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(folder, 'bucket'),
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  const { port } = await bucketServer.run()
  const s3 = {
    bucket: 'files',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
  }
  stores.set(
    'disk',
    createFileStore({ filesDir: path.join(folder, 'disk'), s3: undefined, publicUrl }, secret),
  )
  stores.set('S3', createFileStore({ filesDir: '', s3, publicUrl }, secret))
})
afterAll(async () => {
  await bucketServer.close()
  await rm(folder, { recursive: true, force: true })
})

test('a part is PUT straight to the bucket, exactly as long as announced, and on disk comes through us', async () => {
  const store = stores.get('S3')
  const key = `uploads/${randomUUID()}`
  const url = await store?.signedPut(key, { seconds: 60, bytes: 5 })
  if (!store || !url) throw new Error('a bucket signs')
  // The local store does not check it; the length is part of what S3 and its kind do check.
  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host')
  const exact = await fetch(url, { method: 'PUT', body: 'exact' })
  expect(exact.status).toBe(200)
  expect(await store.stat(key)).toMatchObject({
    bytes: 5,
    etag: exact.headers.get('etag')?.replaceAll('"', ''),
  })
  expect(await stores.get('disk')?.signedPut(key, { seconds: 60, bytes: 5 })).toBeNull()
})

describe.each(['disk', 'S3'])('files on %s', kind => {
  const store = () => {
    const found = stores.get(kind)
    if (!found) throw new Error(`no store ${kind}`)
    return found
  }

  test('what was put comes back byte for byte, from a stream of unknown length too', async () => {
    const bytes = randomBytes(3_000_000)
    const key = `imports/${randomUUID()}`
    await store().put(key, Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]))
    expect((await buffer(await store().get(key))).equals(bytes)).toBe(true)
    expect(await store().stat(key)).toMatchObject({ bytes: bytes.length })
  })

  test('putting again replaces', async () => {
    const key = randomUUID()
    await store().put(key, Buffer.from('first'))
    await store().put(key, Buffer.from('second'))
    expect((await buffer(await store().get(key))).toString()).toBe('second')
  })

  test('a stream that breaks leaves nothing behind', async () => {
    const key = randomUUID()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the sender hung up')
      })(),
    )
    await expect(store().put(key, broken)).rejects.toThrow('the sender hung up')
    expect(await store().stat(key)).toBeNull()
  })

  test('a missing file is told as such, and is as good as deleted', async () => {
    const key = randomUUID()
    await expect(store().get(key)).rejects.toThrow(FileMissing)
    expect(await store().stat(key)).toBeNull()
    await store().delete(key)
    await store().put(key, Buffer.from('x'))
    await store().delete(key)
    expect(await store().stat(key)).toBeNull()
  })

  test.each(['../outside', '/etc/passwd/../../x', '进货单.csv', 'a\0b'])(
    'the key %j is refused',
    async key => {
      await expect(store().put(key, Buffer.from('x'))).rejects.toThrow()
    },
  )

  test('says whether it can be reached', async () => {
    await expect(store().check()).resolves.toBeUndefined()
  })
})

test('a signed address of the bucket opens the file as a download under its own name', async () => {
  const store = stores.get('S3')
  await store?.put('report', Buffer.from('检测'))
  const url = await store?.signedUrl('report', { seconds: 60, fileName: '检测报告 "1".csv' })
  const answer = await fetch(url ?? '')
  expect(await answer.text()).toBe('检测')
})

test('who looks on the disk while a file is put sees all of it or what was there before, never an empty one', async () => {
  const store = stores.get('disk')
  if (!store) throw new Error('no disk')
  const key = `replaced/${randomUUID()}`
  const seen = new Set<number | undefined>()
  let isPutting = true
  const look = async () => {
    while (isPutting) seen.add((await store.stat(key))?.bytes)
  }
  const looking = Promise.all([look(), look()])
  for (let time = 0; time < 150; time++) await store.put(key, Buffer.from('whole'))
  isPutting = false
  await looking
  expect([...seen].filter(bytes => bytes !== undefined)).toEqual([5])
})

test('the disk keeps no half-written leftovers', async () => {
  expect(await readdir(path.join(folder, 'disk', '.incoming'))).toEqual([])
})

test('a folder lists the files in it by name, not those of its folders; one that is not there lists none', async () => {
  for (const store of stores.values()) {
    const name = `drop-${randomUUID()}`
    expect(await store.list(name)).toEqual([])
    for (const key of ['b.csv', 'a 1.csv', 'deeper/c.csv'])
      await store.put(`${name}/${key}`, Buffer.from('x'))
    await store.put(`${name}-other/d.csv`, Buffer.from('x'))
    expect(await store.list(name)).toEqual([`${name}/a 1.csv`, `${name}/b.csv`])
  }
})
