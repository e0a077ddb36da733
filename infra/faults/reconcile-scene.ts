import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nameOurAccounts } from '@haowu/server/gateways/rail-simulator/name-our-accounts.ts'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'

/** A database in which bills wait at the rail and the bank, and a folder for the files of whoever fetches them. */
export interface ReconcileScene extends TestDatabase {
  filesDir: string
}

const ORDERS = 400

/** What buyers paid three days ago; of one payment the rail knows nothing, of one it says a fen more, and one is strange to us. */
export async function openReconcileScene(): Promise<ReconcileScene> {
  await using opened = new AsyncDisposableStack()
  const t = opened.use(await createTestDatabase())
  const filesDir = mkdtempSync(path.join(tmpdir(), 'haowu-faults-'))
  opened.defer(() => rmSync(filesDir, { recursive: true, force: true }))
  await nameOurAccounts(t.db)
  // At noon, so that midnight does not part what belongs to one day.
  await t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 day 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
  await buildPaidOrders(t.db, { count: ORDERS, suppliers: 2, announced: false })
  await t.owner.query(`
    DELETE FROM rail_simulator.payment WHERE out_trade_no = (
      SELECT out_trade_no FROM rail_simulator.payment ORDER BY amount_fen, out_trade_no LIMIT 1);
    UPDATE rail_simulator.payment SET amount_fen = amount_fen + 1 WHERE out_trade_no = (
      SELECT out_trade_no FROM rail_simulator.payment ORDER BY amount_fen DESC, out_trade_no LIMIT 1);
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, transaction_id, pays_at)
    SELECT 'PSTRANGE1', 4200, '无名款项', '/', app_now(), 'sim-strange', min(pays_at) FROM rail_simulator.payment;
    UPDATE app_clock SET shift_seconds = shift_seconds + 3 * 86400`)
  const everything = opened.move()
  return { ...t, filesDir, [Symbol.asyncDispose]: () => everything.disposeAsync() }
}

/** All that fetching and matching wrote, as text that is equal for equal runs: without ids, times and numbers of one run. */
export async function readReconciled({ owner }: ReconcileScene): Promise<Record<string, string[]>> {
  const outcome: Record<string, string[]> = {}
  for (const [name, query] of Object.entries(OUTCOMES)) {
    const { rows } = await owner.query<{ line: string }>(query)
    outcome[name] = rows.map(({ line }) => line).sort()
  }
  return outcome
}

const OUTCOMES = {
  files: `SELECT concat_ws(' ', kind, format, state, day_to - day_from, line_count, in_fen, out_fen, opening_fen, closing_fen) AS line
    FROM statement_file`,
  events: `SELECT concat_ws(' ', kind, count(*)) AS line FROM outbox GROUP BY kind`,
  lines: `SELECT concat_ws(' ', kind, amount_fen, fee_fen, status, count(*)) AS line FROM statement_line GROUP BY kind, amount_fen, fee_fen, status`,
  books: `SELECT concat_ws(' ', account, kind, amount_fen, count(*)) AS line FROM book_line GROUP BY account, kind, amount_fen`,
  matches: `SELECT concat_ws(' ', account, stage, state, difference_fen, string_agg(told, ',' ORDER BY told)) AS line FROM match
    CROSS JOIN LATERAL (
      SELECT concat_ws(':', side, active, coalesce(theirs.amount_fen, ours.amount_fen)) AS told FROM match_item
      LEFT JOIN statement_line AS theirs ON side = 'statement' AND theirs.id = line_id
      LEFT JOIN book_line AS ours ON side = 'book' AND ours.id = line_id WHERE match_id = match.id
    ) AS item GROUP BY match.id`,
  breaks: `SELECT concat_ws(' ', account, class, state, resolution, amount_fen) AS line FROM break WHERE state <> 'resolved'`,
  open: `SELECT concat_ws(' ', side, account, count(*)) AS line FROM open_line GROUP BY side, account`,
  entries: `SELECT concat_ws(' ', kind, count(DISTINCT transaction.id), sum(amount_fen)) AS line
    FROM ledger.transaction JOIN ledger.leg ON transaction_id = transaction.id
    WHERE kind IN ('sale_captured', 'channel_handed_over', 'break_adjusted') GROUP BY kind`,
}
