import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createParty } from './create-party.ts'
import { listParties } from './list-parties.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

test('a party is found by a part of its name in whatever case, of its kind, page by page; signs of a pattern are plain text', async () => {
  const open = (kind: 'supplier' | 'streamer', name: string) =>
    t.db.transaction().execute(trx => createParty(trx, { kind, name, tier: 'B' }))
  for (const name of ['Aning 好物直播间', '阿宁的好物', '100%正品', '大鹏数码']) await open('streamer', name)
  await open('supplier', '好物供应')
  const names = async (search: string, limit = 10) =>
    (await listParties(t.db, { kind: 'streamer', search, limit })).map(({ name }) => name)
  expect(await names('好物')).toEqual(['阿宁的好物', 'Aning 好物直播间'])
  expect(await names('aNING')).toEqual(['Aning 好物直播间'])
  expect(await names('0%正')).toEqual(['100%正品'])
  expect(await names('_')).toEqual([])
  expect(await names('没有')).toEqual([])
  expect(await names('')).toHaveLength(4)
  const [first] = await listParties(t.db, { kind: 'streamer', search: '好物', limit: 1 })
  const next = await listParties(t.db, { kind: 'streamer', search: '好物', cursor: first?.id, limit: 1 })
  expect(next.map(({ name }) => name)).toEqual(['Aning 好物直播间'])
})
