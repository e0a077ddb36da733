import { createHash } from 'node:crypto'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestDatabase
let site: TestApp
let cookie: string
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
const photo = `${createHash('sha256').update(JPEG).digest('hex')}.jpg`

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  cookie = await site.signIn(await buildPerson(t.db, 'streamer'))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const send = (body: Buffer) =>
  request(site.app).post('/api/loan-photos').set('cookie', cookie).type('image/jpeg').send(body)

test('a photo is named by its bytes and shown under that name', async () => {
  for (const _ of [1, 2]) {
    const answer = await send(JPEG)
    expect([answer.status, answer.body]).toEqual([201, { photo }])
  }
  const shown = await request(site.app).get(`/media/${photo}`)
  expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/jpeg'])
})

test.each([
  ['nothing', Buffer.alloc(0), 'empty_file'],
  ['a script that calls itself a photo', Buffer.from('<script>alert(1)</script>'), 'unsupported_media_type'],
  ['a paper', Buffer.from('%PDF-1.7 …'), 'unsupported_media_type'],
  ['more than ten megabytes', Buffer.concat([JPEG, Buffer.alloc(10 * 1024 * 1024)]), 'file_too_large'],
])('%s is refused', async (_, body, reason) => {
  const answer = await send(body)
  expect(answer.body.error.data.reason).toBe(reason)
})

test('a photo that was never sent cannot be named', async () => {
  const answer = await request(site.app)
    .post('/api/trpc/loans.receive')
    .set('cookie', cookie)
    .send({ loanCode: '0123456789', photos: [`${'0'.repeat(64)}.jpg`] })
  expect(answer.body.error.data).toMatchObject({ reason: 'bad_request', facts: { field: 'photos' } })
})
