import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'

const LINES = 20_000
const LONGEST_START_MS = 15_000
const MATCHER = path.join(import.meta.dirname, '../../../test/reconcile-process.ts')

let t: TestDatabase
/** As many lines on either side, of which the last of each has no partner. */
beforeAll(async () => {
  t = await createTestDatabase()
  await t.owner.query(`
    INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('wechat', '1', '微信', 'A:CHANNEL');
    INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, state, loaded_by)
    SELECT id, 'trade', 'wechat_trade', sha256('bill'), 'k', 'f', '2026-11-10', '2026-11-10', 'loaded', 'test' FROM statement_account;
    INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, own_no, raw)
    SELECT file.id, file.account_id, n, sha256(convert_to(n::text, 'UTF8')), 'payment', n, '2026-11-10 12:00+08', '2026-11-10', 'P' || n, ''
    FROM statement_file AS file, generate_series(1, ${LINES}) AS n;
    INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, own_no, booked_at, business_day, ref_type, ref_id)
    SELECT n, 1, 'A:CHANNEL', 'entry ' || n, 'payment', n, 'P' || n, '2026-11-10 12:00+08', '2026-11-10', 't', 't'
    FROM generate_series(2, ${LINES + 1}) AS n;
    INSERT INTO open_line SELECT 'statement', id, 'A:CHANNEL' FROM statement_line;
    INSERT INTO open_line SELECT 'book', id, 'A:CHANNEL' FROM book_line`)
})
afterAll(() => t[Symbol.asyncDispose]())

async function count(from: string): Promise<number> {
  const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

function startMatching() {
  const child = spawn(process.execPath, [MATCHER, t.url], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk))
  const ended = new Promise<string>(resolve => child.once('close', () => resolve(told)))
  return { child, ended }
}

const left = async () => [
  await count('match'),
  await count('match_item'),
  await count('match_run'),
  await count('break'),
  await count('open_line'),
]

/** What the server sees of a run: whoever matches an account holds its lock until he is done. */
const MATCHING = `pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
  WHERE datname = current_database() AND locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) =
    hashtextextended('match:A:CHANNEL', 0)`

test('a process that is killed while it matches leaves no match, and the next one matches every line once', {
  timeout: 60_000,
}, async () => {
  for (const wait of [0, 40, 120]) {
    const { child, ended } = startMatching()
    let seen = 0
    for (const until = Date.now() + LONGEST_START_MS; seen === 0 && Date.now() < until; )
      seen = await count(MATCHING)
    expect(seen).toBe(1)
    await sleep(wait)
    child.kill('SIGKILL')
    expect(await ended).toBe('')
    for (let tries = 0; tries < 400 && (await count(MATCHING)) > 0; tries++) await sleep(5)
    expect(await left()).toEqual([0, 0, 0, 0, 2 * LINES])
  }
  const [one, other] = await Promise.all([startMatching().ended, startMatching().ended])
  const matched = [one, other].flatMap(told => JSON.parse(told) as { matched: number }[])
  expect(matched.reduce((sum, run) => sum + run.matched, 0)).toBe(2 * (LINES - 1))
  expect(await left()).toEqual([LINES - 1, 2 * (LINES - 1), 2, 2, 2])
})
