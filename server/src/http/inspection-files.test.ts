import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { INSPECTION_LIMITS } from '@haowu/shared/inspection.ts'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { abandonInspection } from '#domain/inspection/abandon-inspection.ts'
import { startInspection } from '#domain/inspection/start-inspection.ts'
import { MEDIA_LIMITS } from '#domain/media/media-kind.ts'

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
const PAPER = Buffer.from('%PDF-1.7\n%âãÏÓ\n')
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let t: TestDatabase
let site: TestApp
let server: Server
let supplier: Person
let stranger: Person
let cookies: { supplier: string; stranger: string; streamer: string }
let inspectionId: string
let made = 0

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  supplier = await buildPerson(t.db, 'supplier')
  stranger = await buildPerson(t.db, 'supplier')
  cookies = {
    supplier: await site.signIn(supplier),
    stranger: await site.signIn(stranger),
    streamer: await site.signIn(await buildPerson(t.db, 'streamer')),
  }
  server = createServer(site.app).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})
beforeEach(async () => {
  const { id } = await t.db
    .insertInto('item')
    .values({
      supplierId: supplier.partyId,
      supplierSku: `UP-${++made}`,
      categoryCode: 'phone',
      title: '小米 14',
      identity: `IMEI:UP${made}`,
      priceFen: 150_000n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const started = { supplierId: supplier.partyId, itemId: id, memberId: supplier.memberId }
  inspectionId = (await startInspection(t, started)).inspectionId
})

const pathOf = (query = 'shows=front') => `/api/inspections/${inspectionId}/files?${query}`
const send = (body: Buffer, { cookie = cookies.supplier, query = 'shows=front', name = 'IMG_1.jpg' } = {}) =>
  request(site.app)
    .post(pathOf(query))
    .set({ cookie, 'x-file-name': encodeURIComponent(name) })
    .type('application/octet-stream')
    .send(body)
const attached = async () =>
  t.db
    .selectFrom('reportMedia')
    .select(['role', 'shows', 'kind', 'sha256', 'fileName'])
    .where('inspectionId', '=', inspectionId)
    .orderBy('id')
    .execute()

describe('a photo or paper of an inspection', () => {
  test('is kept under the hash of its bytes, once however often it is sent, by what it is and not by its name', async () => {
    for (const _ of [1, 2]) {
      const answer = await send(JPEG, { name: 'C:\\相册\\正面.png' })
      expect([answer.status, answer.body]).toMatchObject([201, { sha256: sha256Of(JPEG) }])
    }
    expect((await send(PAPER, { name: '../../报告.pdf' })).status).toBe(201)
    expect(await attached()).toEqual([
      { role: 'photo', shows: 'front', kind: 'jpg', sha256: sha256Of(JPEG), fileName: '正面.png' },
      { role: 'document', shows: 'document', kind: 'pdf', sha256: sha256Of(PAPER), fileName: '报告.pdf' },
    ])
    expect(await site.deps.files.stat(`media/${sha256Of(JPEG)}.jpg`)).toMatchObject({ bytes: JPEG.length })
  })

  test('makes an inspection of what was a mere draft', async () => {
    const stateOf = () =>
      t.db.selectFrom('inspection').select('state').where('id', '=', inspectionId).executeTakeFirst()
    expect(await stateOf()).toEqual({ state: 'draft' })
    await send(JPEG)
    expect(await stateOf()).toEqual({ state: 'inspecting' })
  })

  test.each([
    ['nothing', Buffer.alloc(0), 422, 'empty_file'],
    ['a page that calls itself a photo', Buffer.from('<svg onload="x"/>'), 415, 'unsupported_media_type'],
    [
      'a photo of more than ten megabytes',
      Buffer.concat([JPEG, Buffer.alloc(MEDIA_LIMITS.photo)]),
      413,
      'file_too_large',
    ],
    [
      'a paper of more than twenty megabytes',
      Buffer.concat([PAPER, Buffer.alloc(MEDIA_LIMITS.pdf)]),
      413,
      'file_too_large',
    ],
  ] as const)('is not %s; the sender reads why and nothing is kept', async (_, body, status, reason) => {
    const answer = await send(body)
    expect([answer.status, answer.body.error.data.reason]).toEqual([status, reason])
    expect(await attached()).toEqual([])
    expect(await site.deps.files.stat(`media/${sha256Of(body)}.jpg`)).toBeNull()
    expect(await site.deps.files.stat(`media/${sha256Of(body)}.pdf`)).toBeNull()
  })

  test('of somebody else’s piece is not found; a streamer may send none, and who is not signed in neither', async () => {
    const answers = [
      await send(JPEG, { cookie: cookies.stranger }),
      await send(JPEG, { cookie: cookies.streamer }),
      await send(JPEG, { cookie: '' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 403, 401])
    expect(await attached()).toEqual([])
  })

  test('comes too late for an inspection that was given up', async () => {
    await abandonInspection(t, { supplierId: supplier.partyId, inspectionId })
    const answer = await send(JPEG)
    expect([answer.status, answer.body.error.data.reason]).toEqual([409, 'stale_version'])
    expect(await attached()).toEqual([])
  })

  test('says what it shows in words that we know', async () => {
    const answer = await send(JPEG, { query: 'shows=my-cat' })
    expect([answer.status, answer.body.error.data]).toMatchObject([
      400,
      { reason: 'bad_request', facts: { field: 'query' } },
    ])
  })

  test('is one too many beyond the limit, which the answer names', async () => {
    const rows = Array.from({ length: INSPECTION_LIMITS.photos }, (_, at) => ({
      inspectionId,
      role: 'photo',
      shows: 'other',
      sha256: sha256Of(Buffer.from(`${inspectionId}${at}`)),
      kind: 'jpg',
      bytes: 1n,
      fileName: `${at}.jpg`,
    }))
    await t.db.insertInto('reportMedia').values(rows).execute()
    const answer = await send(JPEG)
    expect(answer.body.error.data).toMatchObject({
      reason: 'limit_reached',
      facts: { limit: INSPECTION_LIMITS.photos },
    })
    expect((await send(PAPER)).status).toBe(201)
  })
})

test('a connection that is cut midway leaves nothing, and the photo sent again arrives', async () => {
  const whole = Buffer.concat([JPEG, Buffer.alloc(200_000, 7)])
  const { port } = server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const begun = once(server, 'request')
  socket.write(
    `POST ${pathOf()} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${cookies.supplier}\r\n` +
      `content-type: application/octet-stream\r\ncontent-length: ${whole.length}\r\n\r\n`,
  )
  socket.write(whole.subarray(0, 100_000))
  const [, res] = await begun
  const ended = once(res, 'close')
  socket.destroy()
  await ended
  expect(await attached()).toEqual([])
  expect(await site.deps.files.stat(`media/${sha256Of(whole.subarray(0, 100_000))}.jpg`)).toBeNull()
  expect((await send(whole)).status).toBe(201)
  expect((await attached()).map(({ sha256 }) => sha256)).toEqual([sha256Of(whole)])
})
