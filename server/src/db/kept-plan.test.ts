import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepPlans } from './keep-plans.ts'
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

test('what goes through keepPlans is planned once per connection, in and out of transactions, and says the same', async () => {
  await t.db.connection().execute(async plain => {
    const db = keepPlans(plain)
    await db.transaction().execute(async trx => {
      for (const key of ['kept:1', 'kept:2', 'kept:2'])
        await trx
          .insertInto('inbox')
          .values({ key })
          .onConflict(conflict => conflict.column('key').doNothing())
          .execute()
    })
    const moved = await db
      .updateTable('inbox')
      .set({ key: 'kept:3' })
      .where('key', '=', 'kept:2')
      .returning('key')
      .execute()
    expect(moved).toEqual([{ key: 'kept:3' }])
    const found = await db
      .selectFrom('inbox')
      .select('key')
      .where('key', 'like', 'kept:%')
      .orderBy('key')
      .execute()
    expect(found).toEqual([{ key: 'kept:1' }, { key: 'kept:3' }])
    const { numDeletedRows } = await db
      .deleteFrom('inbox')
      .where('key', '=', 'kept:1')
      .executeTakeFirstOrThrow()
    expect(numDeletedRows).toBe(1n)
    const { rows: counted } = await sql<{ left: number }>`
      SELECT count(*)::int AS left FROM inbox WHERE key = ${'kept:3'}`.execute(db)
    expect(counted).toEqual([{ left: 1 }])
    await plain.selectFrom('inbox').select('key').where('key', '=', 'another').execute()
    const { rows } = await sql<{ statement: string }>`
      SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%inbox%' ORDER BY prepare_time`.execute(
      plain,
    )
    expect(
      rows.map(({ statement }) =>
        statement
          .trim()
          .match(/insert|update|select|delete/i)?.[0]
          .toLowerCase(),
      ),
    ).toEqual(['insert', 'update', 'select', 'delete', 'select'])
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
