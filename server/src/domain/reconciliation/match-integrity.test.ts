import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'

const MATCH = `INSERT INTO match (id, run_id, account, stage, rule_version, state, reason, score)
  VALUES (1, $1, 'A:BANK', 'own_no', 1, 'auto', '{}', 100)`

test('the database lets no match name a run that was not, no item a match that is not, and no match leave its items', async () => {
  await using t = await createTestDatabase()
  const refused = { code: '23503' }
  await expect(t.owner.query(MATCH, ['00000000-0000-7000-8000-000000000001'])).rejects.toMatchObject(refused)
  await t.owner.query(MATCH, [null])
  const items = (matchId: number) =>
    t.owner.query(
      `INSERT INTO match_item (match_id, side, line_id) SELECT $1, side, $1 FROM unnest(ARRAY['statement', 'book']) AS side`,
      [matchId],
    )
  await items(1)
  await expect(items(2)).rejects.toMatchObject(refused)
  await expect(t.owner.query('UPDATE match_item SET match_id = 2')).rejects.toMatchObject(refused)
  await expect(t.owner.query('DELETE FROM match')).rejects.toMatchObject(refused)
  await expect(t.db.deleteFrom('match').execute()).rejects.toMatchObject({ code: '42501' })
  await t.owner.query('DELETE FROM match_item')
  await t.owner.query('DELETE FROM match')
})

test('a run is not looked through once for each of its items, though statistics say that nothing is there', async () => {
  await using t = await createTestDatabase()
  const run = await t.owner.connect()
  try {
    await run.query("BEGIN; SET LOCAL statement_timeout = '10s'")
    await run.query(`INSERT INTO match (id, run_id, account, stage, rule_version, state, reason, score)
      SELECT n, NULL, 'A:BANK', 'own_no', 1, 'auto', '{}', 100 FROM generate_series(1, 30000) AS n`)
    await t.owner.query('ANALYZE match')
    await run.query(`INSERT INTO match_item (match_id, side, line_id)
      SELECT n, side, n FROM generate_series(1, 30000) AS n, unnest(ARRAY['statement', 'book']) AS side`)
    await run.query('COMMIT')
  } finally {
    run.release(true)
  }
})
