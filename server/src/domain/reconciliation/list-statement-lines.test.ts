import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { feedBookLines } from './feed-book-lines.ts'
import { listStatementLines } from './list-statement-lines.ts'

const LINES = ['matched', 'suggested', 'break', 'open', 'left_out'] as const

test('each line of a file says where it stands and with which order it is matched, and those that wait or are matched are found alone', async () => {
  await using t = await createTestDatabase()
  await buildPaidOrders(t.db, { count: 2, suppliers: 1 })
  await feedBookLines(t)
  const { rows: files } = await t.owner.query<{ id: string }>(`
    WITH account AS (
      INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('wechat', '1', '微信', 'A:CHANNEL') RETURNING id
    ) INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, state, loaded_by)
      SELECT id, 'trade', 'wechat_trade', sha256('1'), 'k', 'f', business_day(app_now()), business_day(app_now()), 'loaded', 'test'
      FROM account RETURNING id`)
  const fileId = files[0]?.id ?? ''
  await t.owner.query(
    `INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, raw)
      SELECT file.id, account_id, nth, convert_to(tag, 'UTF8'), 'payment', 100, app_now(), business_day(app_now()), tag
      FROM statement_file AS file, unnest($1::text[]) WITH ORDINALITY AS told(tag, nth)`,
    [LINES],
  )
  await t.owner.query(`
    INSERT INTO open_line (side, line_id, account) SELECT 'statement', id, 'A:CHANNEL' FROM statement_line WHERE raw IN ('break', 'open');
    INSERT INTO break (account, class, statement_line_id, amount_fen, business_day, due_at)
      SELECT 'A:CHANNEL', 'EXT_ONLY', id, 100, business_day, app_now() FROM statement_line WHERE raw = 'break';
    WITH made AS (
      INSERT INTO match (account, stage, rule_version, state, reason)
      VALUES ('A:CHANNEL', 'own_no', 1, 'auto', '{}'), ('A:CHANNEL', 'amount_day', 1, 'suggested', '{}') RETURNING id, state
    ), book AS (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM book_line)
    INSERT INTO match_item (match_id, side, line_id)
      SELECT made.id, 'statement', line.id FROM made JOIN statement_line AS line ON raw = CASE state WHEN 'auto' THEN 'matched' ELSE 'suggested' END
      UNION ALL SELECT made.id, 'book', book.id FROM made JOIN book ON nth = CASE state WHEN 'auto' THEN 1 ELSE 2 END`)
  const read = async (view: 'all' | 'open' | 'matched', afterLine = 0) =>
    (await listStatementLines(t.db, { fileId, view, afterLine })).rows
  const all = await read('all')
  expect(all.map(({ state, raw }) => [raw, state])).toEqual(LINES.map(state => [state, state]))
  const { rows: orders } = await t.owner.query<{ no: string }>('SELECT no FROM orders')
  const numbers = orders.map(({ no }) => no).toSorted()
  expect(all.flatMap(({ books }) => books.map(({ orderNo }) => orderNo)).toSorted()).toEqual(numbers)
  expect(all.map(({ bookCount }) => bookCount)).toEqual([1, 1, 0, 0, 0])
  expect(all[2]).toMatchObject({ breakClass: 'EXT_ONLY', account: 'A:CHANNEL' })
  expect((await read('open')).map(({ state }) => state)).toEqual(['suggested', 'break', 'open'])
  expect((await read('open', 2)).map(({ state }) => state)).toEqual(['break', 'open'])
  expect((await read('matched')).map(({ state }) => state)).toEqual(['matched'])
})
