import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptPlan } from './kept-plan.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

test('a connection plans a marked statement once, whatever its values, and keeps nothing of the others', async () => {
  await t.db.connection().execute(async db => {
    const doubled = async (n: number) => {
      const { rows } = await sql<{ twice: number }>`${keptPlan} SELECT ${n}::int * 2 AS twice`.execute(db)
      return rows[0]?.twice
    }
    expect([await doubled(1), await doubled(21), await doubled(1)]).toEqual([2, 42, 2])
    await sql`SELECT ${7}::int AS other`.execute(db)
    const { rows } = await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements`.execute(
      db,
    )
    expect(rows.map(({ statement }) => statement)).toEqual([expect.stringContaining('* 2 AS twice')])
  })
})

test('a marked statement that fails says why, and the connection goes on', async () => {
  await t.db.connection().execute(async db => {
    const divided = (n: number) => sql<{ n: number }>`${keptPlan} SELECT 6 / ${n}::int AS n`.execute(db)
    await expect(divided(0)).rejects.toMatchObject({ code: '22012' })
    expect((await divided(3)).rows).toEqual([{ n: 2 }])
  })
})

test('a kept plan follows its table when that changes', async () => {
  await t.owner.query(
    'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1); GRANT SELECT ON kept TO haowu_app',
  )
  await t.db.connection().execute(async db => {
    const read = () => sql<{ n: number }>`${keptPlan} SELECT n FROM kept WHERE n >= ${0}::int`.execute(db)
    expect((await read()).rows).toEqual([{ n: 1 }])
    await t.owner.query(
      'CREATE INDEX ON kept (n); ALTER TABLE kept ADD COLUMN more text; INSERT INTO kept VALUES (2)',
    )
    expect((await read()).rows).toEqual([{ n: 1 }, { n: 2 }])
  })
})
