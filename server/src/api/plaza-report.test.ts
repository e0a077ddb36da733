import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshEntries } from '#domain/plaza/refresh-entries.ts'

const FOUND = {
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', battery_pct: 91, battery_cycles: 312 },
  defects: '右下角细划痕',
}

let t: TestDatabase
let site: TestApp
let cookie: string
beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  cookie = await site.signIn(await buildPerson(t.db, 'streamer'))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const ask = async (procedure: string, input: object) => {
  const answer = await request(site.app)
    .get(`/api/trpc/${procedure}`)
    .set({ cookie })
    .query({ input: JSON.stringify(input) })
  expect(answer.status).toBe(200)
  return answer.body.result.data
}

test('a piece on the plaza, alone and beside others, shows what its report says as long as that is what was signed', async () => {
  const [first, second] = [
    await buildItem(t.db, { reportContent: FOUND }),
    await buildItem(t.db, { reportContent: FOUND }),
  ]
  await refreshEntries({ db: t.db })
  const both = { itemIds: [first.itemId, second.itemId] }
  const seen = await ask('plaza.item', { itemId: first.itemId })
  expect(seen.report.content.defects).toBe('右下角细划痕')
  expect(seen.report.lines.map(({ valueZh, valueEn }: Record<string, string>) => [valueZh, valueEn])).toEqual(
    [
      ['轻微划痕', 'Light marks, not seen at 50 cm'],
      ['91%', '91%'],
      ['312次', '312 cycles'],
    ],
  )

  await t.owner.query(
    `UPDATE report SET content = jsonb_set(content, '{measured,battery_pct}', '92') WHERE id = $1`,
    [first.reportId],
  )
  expect((await ask('plaza.item', { itemId: first.itemId })).report).toBeNull()
  const pieces: { itemId: string; report: object | null }[] = await ask('plaza.compare', both)
  expect(pieces.map(({ itemId, report }) => [itemId, report !== null])).toEqual([
    [first.itemId, false],
    [second.itemId, true],
  ])
})

test('the report of another piece, signature and all, is no report of this one', async () => {
  const [mine, other] = [
    await buildItem(t.db, { reportContent: { ...FOUND, defects: '碎裂' } }),
    await buildItem(t.db, { reportContent: { ...FOUND, defects: '' } }),
  ]
  await refreshEntries({ db: t.db })
  await t.owner.query(
    `UPDATE report SET (content, content_hash, signature) =
       (SELECT content, content_hash, signature FROM report WHERE id = $1) WHERE id = $2`,
    [other.reportId, mine.reportId],
  )
  expect((await ask('plaza.item', { itemId: mine.itemId })).report).toBeNull()
})
