import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import type { RailTrade } from '#gateways/rail-simulator/read-trades.ts'
import { writeTradeBill } from '#gateways/rail-simulator/write-trade-bill.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'

const LINES = 20_000
/** For a process to start and read the file, on a machine that has other things to do. */
const SEEN_WITHIN_MS = 30_000
const LOADER = path.join(import.meta.dirname, '../../../test/load-statement-process.ts')

let t: TestDatabase
let folder: string
let file: string
let sha256: string
beforeAll(async () => {
  t = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'haowu-killed-load-'))
  file = path.join(folder, 'bill.csv')
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信收款', ledgerAccount: 'A:CHANNEL' })
    .execute()
  const trades = Array.from(
    { length: LINES },
    (_, at): RailTrade => ({
      kind: 'payment',
      at: new Date(Date.parse('2026-11-20T00:00:00+08:00') + at * 1_000),
      outTradeNo: `P${at}`,
      transactionId: `42000${at}`,
      subject: '二手手机',
      amountFen: BigInt(at + 1),
      outRefundNo: null,
      refundId: null,
      status: 'SUCCESS',
    }),
  )
  const bill = writeTradeBill(trades, { merchantNo: SALES_MERCHANT, feeBps: 60n })
  sha256 = createHash('sha256').update(bill).digest('hex')
  await writeFile(file, bill)
})
afterAll(async () => {
  await t[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function startLoad() {
  const child = spawn(process.execPath, [LOADER, t.url, file, sha256], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk))
  const ended = new Promise<string>(resolve => child.once('close', () => resolve(told)))
  return { child, ended }
}

async function count(from: string): Promise<number> {
  const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

/** What the server sees of a load: copying, or taking over what was copied. */
const LOADING = `pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
  AND (query LIKE 'COPY staged_line%' OR query LIKE '%FROM staged_line)%')`

test('a process that is killed while it loads leaves neither a file nor a line, and the next one loads all of it', {
  timeout: 150_000,
}, async () => {
  for (const wait of [0, 60, 200]) {
    const { child, ended } = startLoad()
    let seen = 0
    const end = Date.now() + SEEN_WITHIN_MS
    while (seen === 0 && child.exitCode === null && Date.now() < end) seen = await count(LOADING)
    expect(seen).toBe(1)
    await sleep(wait)
    child.kill('SIGKILL')
    expect(await ended).toBe('')
    const gone = Date.now() + SEEN_WITHIN_MS
    while (Date.now() < gone && (await count(LOADING)) > 0) await sleep(5)
    expect([
      await count('statement_file'),
      await count('statement_line'),
      await count("outbox WHERE kind = 'statement_loaded'"),
    ]).toEqual([0, 0, 0])
  }
  const { ended } = startLoad()
  expect(JSON.parse(await ended)).toMatchObject({ state: 'loaded', lineCount: LINES, newLines: LINES })
  expect(await count('statement_line')).toBe(LINES)
  expect(await count("outbox WHERE kind = 'statement_loaded'")).toBe(1)
})
