import { buffer } from 'node:stream/consumers'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedServer, openFeedServer } from '@haowu/server/test/feed-server.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { listFindings } from '#domain/imports/list-findings.ts'
import { readImport } from '#domain/imports/read-import.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { fetchLinkedPhotos } from './fetch-linked-photos.ts'
import { findLinkedPhoto } from './linked-photo.ts'
import { MEDIA_LIMITS } from './media-kind.ts'

let t: TestDatabase
let desk: ImportDesk
let server: FeedServer
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
  server = await openFeedServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const HUGE = Buffer.concat([PNG, Buffer.alloc(MEDIA_LIMITS.photo)])
const run = () => fetchLinkedPhotos({ db: t.db, files: desk.deps.files, feedHttp: server.http })
const askedFor = (path: string) => server.asked.filter(({ url }) => url.pathname === path).length

test('photos named by link are fetched once and shown from our store; a link that shows nothing is told at its row', async () => {
  const answers: Record<string, [number, string | Buffer]> = {
    '/good.png': [200, PNG],
    '/page.jpg': [200, '<!doctype html><p>请登录'],
    '/huge.jpg': [200, HUGE],
  }
  server.play(({ url }, response) => {
    const [status, body] = answers[url.pathname] ?? [404, 'gone']
    response.writeHead(status).end(body)
  })
  const supplierId = await buildParty(t.db, 'supplier')
  const link = (name: string) => `${server.origin}/${name}`
  const file = (price: number) =>
    [
      '商家编码,标题,类目,价格,主图',
      `A,柜子,家具,${price},${link('good.png')}`,
      `B,桌子,家具,100,${link('good.png')} ${link('page.jpg')}`,
      `C,椅子,家具,100,${link('gone.jpg')}`,
      `D,凳子,家具,100,${link('huge.jpg')}`,
      'E,床,家具,100,http://10.0.0.1/inside.jpg',
      'F,灯,家电,100,',
    ].join('\n')
  const { importId } = await desk.importFile(supplierId, file(100))
  await Promise.all([run(), run()])
  await run()

  const path = await findLinkedPhoto(t.db, link('good.png'))
  expect(path).toMatch(/^\/media\/[0-9a-f]{64}\.png$/)
  expect(await buffer(await desk.deps.files.get(`media/${path?.slice(7)}`))).toEqual(PNG)
  expect(await findLinkedPhoto(t.db, link('gone.jpg'))).toBeNull()
  expect([askedFor('/good.png'), askedFor('/gone.jpg')]).toEqual([1, 1])
  const { rows } = await listFindings(t.db, { supplierId, importId, limit: 10 })
  expect(rows.map(({ line, code, column, facts }) => [line, code, column, facts['problem']])).toEqual([
    [3, 'PHOTO_UNREACHABLE', '主图', 'no_photo'],
    [4, 'PHOTO_UNREACHABLE', '主图', 'http_404'],
    [5, 'PHOTO_UNREACHABLE', '主图', 'too_large'],
    [6, 'PHOTO_UNREACHABLE', '主图', 'address_refused'],
  ])
  expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
    state: 'applied',
    counts: { new: 6, errors: 0, warnings: 4 },
  })

  // What moves a price moves no photo, and what is kept is not fetched again.
  const next = await desk.importFile(supplierId, file(90))
  expect(next.counts).toMatchObject({ changed: 1, unchanged: 5 })
  await run()
  expect(askedFor('/good.png')).toBe(1)
  expect(await t.db.selectFrom('photoWalk').selectAll().execute()).toEqual([])
})

const DEAD = 'http://127.0.0.1:1'
const HEADER = '商家编码,标题,类目,价格,主图'
const problemsOf = async (supplierId: string, importId: string) =>
  (await listFindings(t.db, { supplierId, importId, limit: 10 })).rows.map(({ line, facts }) => [
    line,
    facts['problem'],
  ])
const warningsOf = async (supplierId: string, importId: string) =>
  (await readImport(t.db, { supplierId, importId })).counts?.warnings

test('a host that cannot be reached is asked three times in half an hour and costs nothing but its own links, each told at its row', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  server.play((_, response) => void response.writeHead(200).end(PNG))
  const alive = [1, 2].map(no => `${server.origin}/alive-${no}.png`)
  const photos = [`${DEAD}/1.png`, alive[0], `${DEAD}/2.png`, `${DEAD}/3.png ${alive[1]}`]
  const rows = photos.map((links, at) => `U-${at},柜子,家具,100,${links}`)
  const { importId } = await desk.importFile(supplierId, [HEADER, ...rows].join('\n'))
  let asked = 0
  const feedHttp: FeedHttp = {
    ...server.http,
    ask: request => {
      if (request.url.startsWith(DEAD)) asked += 1
      return server.http.ask(request)
    },
  }
  for (let time = 1; time <= 3; time++) {
    expect(await problemsOf(supplierId, importId)).toEqual([])
    await fetchLinkedPhotos({ db: t.db, files: desk.deps.files, feedHttp })
    await fetchLinkedPhotos({ db: t.db, files: desk.deps.files, feedHttp })
    expect(asked).toBe(time)
    for (const link of alive) expect(await findLinkedPhoto(t.db, link)).not.toBeNull()
    await t.owner.query("UPDATE photo_walk SET leased_until = leased_until - interval '10 minutes'")
  }
  expect(await problemsOf(supplierId, importId)).toEqual([2, 4, 5].map(line => [line, 'unreachable']))
  expect(await warningsOf(supplierId, importId)).toBe(3)
  expect([askedFor('/alive-1.png'), askedFor('/alive-2.png')]).toEqual([1, 1])
  expect(await t.db.selectFrom('photoWalk').selectAll().execute()).toEqual([])
})

test('a host that was given up on is not asked again where the walk goes on', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  server.play((_, response) => void response.writeHead(200).end(PNG))
  const row = `GIVEN-UP,柜子,家具,100,${server.origin}/given-up.png`
  const { importId } = await desk.importFile(supplierId, [HEADER, row].join('\n'))
  await t.owner.query('UPDATE photo_walk SET unreachable = 2, dead_hosts = $1', [
    [new URL(server.origin).host],
  ])
  await run()
  expect(askedFor('/given-up.png')).toBe(0)
  expect(await problemsOf(supplierId, importId)).toEqual([[2, 'unreachable']])
})

test('hosts that hang, more of them than are remembered, hold up no link that comes after theirs', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  server.play((_, response) => void response.writeHead(200).end(PNG))
  const row = `HANGS,柜子,家具,100,${DEAD}/hangs.png ${server.origin}/behind.png`
  const { importId } = await desk.importFile(supplierId, [HEADER, row].join('\n'))
  await t.owner.query('UPDATE photo_walk SET dead_hosts = $1', [
    Array.from({ length: 200 }, (_, no) => `hangs-${no}.invalid`),
  ])
  let hung = 0
  const now = vi.spyOn(performance, 'now').mockImplementation(() => hung)
  onTestFinished(() => now.mockRestore())
  const feedHttp: FeedHttp = {
    ...server.http,
    ask: request => {
      if (request.url.startsWith(DEAD)) hung += 15_000
      return server.http.ask(request)
    },
  }
  for (let call = 1; call <= 2; call++)
    await fetchLinkedPhotos({ db: t.db, files: desk.deps.files, feedHttp })
  expect(askedFor('/behind.png')).toBe(1)
  expect(hung).toBe(15_000)
  expect(await problemsOf(supplierId, importId)).toEqual([[2, 'unreachable']])
  // It would begin again for the hosts that are remembered.
  await t.db.deleteFrom('photoWalk').execute()
})

test('a long link that is cut within a character is told like any other', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  server.play((_, response) => void response.writeHead(404).end())
  const link = `${`${server.origin}/`.padEnd(199, 'x')}📷.png`
  const { importId } = await desk.importFile(supplierId, [HEADER, `CUT,柜子,家具,100,${link}`].join('\n'))
  await run()
  expect(await problemsOf(supplierId, importId)).toEqual([[2, 'http_404']])
})

test('a file without links asks nobody, and a walk whose worker died is taken up by another', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(supplierId, '商家编码,标题,类目,价格\nG,柜子,家具,100\n')
  expect(await t.db.selectFrom('photoWalk').selectAll().execute()).toEqual([])
  server.play((_, response) => void response.writeHead(200).end(PNG))
  await desk.importFile(
    supplierId,
    `商家编码,标题,类目,价格,主图\nH,柜子,家具,100,${server.origin}/late.png\n`,
  )
  await t.owner.query("UPDATE photo_walk SET leased_until = app_now() + interval '2 minutes'")
  await run()
  expect(askedFor('/late.png')).toBe(0)
  await t.owner.query("UPDATE photo_walk SET leased_until = app_now() - interval '1 second'")
  await run()
  expect(askedFor('/late.png')).toBe(1)
})
