import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { COUNTED_AT_MOST } from '@haowu/shared/plaza.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countPlazaFacets } from './count-facets.ts'
import { wordsOf } from './search-tokens.ts'

const ENTRIES = 30_000
/** One entry in so many has the word; by brand, so that each word's grade can be told from the others'. */
const WORDS = { 常有: 3, 有时: 12, 少见: 200, 仅三: 10_000 } as const

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  const supplierId = await buildParty(t.db, 'supplier')
  const tokens = Object.entries(WORDS).map(
    ([word, every]) =>
      sql`CASE WHEN n % ${sql.lit(every)} = 0 THEN ${wordsOf(word)[0]?.alternatives[0] ?? []}::int[] ELSE '{}' END`,
  )
  await sql`
    INSERT INTO plaza_entry (item_id, supplier_id, category_code, grade, report_kind, inspected_on, report_expires_at,
      stock_kind, tier, price_fen, listed_at, tokens)
    SELECT uuid_v7(), ${supplierId}, 'phone', CASE WHEN n % 2 = 0 THEN '95' ELSE '99' END, 'third_party', current_date,
      app_now() + interval '9 days', 'unique', 'B', 10000, app_now() - make_interval(secs => n), ${sql.join(tokens, sql` || `)}
    FROM generate_series(1, ${ENTRIES}) AS n`.execute(t.db)
})
afterAll(() => t[Symbol.asyncDispose]())

test.each(Object.entries(WORDS))(
  '%s, which one piece in %d has, is counted to the last, or to the most that is told',
  async (text, every) => {
    const there = ENTRIES / every
    const counted = await countPlazaFacets(t.db, { text })
    expect(counted).toMatchObject({
      total: Math.min(there, COUNTED_AT_MOST),
      capped: there > COUNTED_AT_MOST,
    })
    const told = Object.values(counted.grades).reduce((sum, n) => sum + n, 0)
    expect(told).toBe(Math.min(there, COUNTED_AT_MOST + 1))
  },
)

test('a word that no piece has counts nothing', async () => {
  expect(await countPlazaFacets(t.db, { text: '没有' })).toMatchObject({
    total: 0,
    capped: false,
    grades: {},
  })
})
