import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { loadStatement } from '@haowu/server/domain/reconciliation/load-statement.ts'
import { reconcile } from '@haowu/server/domain/reconciliation/reconcile.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { forgetStatements, postPayments, takeBackPayments } from './reconcile-books.ts'
import { createBareCopy, MERCHANT, writeBill, writeBooks } from './reconcile-files.ts'

const LINES = { quick: 50_000, full: 1_000_000 }
/** The next day's file, beside all that is matched already. */
const NEXT_SHARE = 20

/**
 * A channel's bill read, proved against its own sums, stored, and matched line by line with what the ledger says; against PostgreSQL
 * copying the same two files into bare unlogged tables. Units are lines of both sides. `next_file`: a twentieth of that the day after;
 * only its own lines may cost anything.
 */
export const reconcileBench: Bench = {
  name: 'reconcile',
  title: 'Reconcile: a bill loaded and matched with the books, against a bare COPY of both',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const lines = quick ? LINES.quick : LINES.full
  const day = { from: 1, lines, daysAgo: 2 }
  const next = { from: lines + 1, lines: lines / NEXT_SHARE, daysAgo: 1 }
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-bench-reconcile-'))
  const url = await createDatabase(adminUrl, 'reconcile')
  await migrateToLatest(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    INSERT INTO ledger.account (code, kind, normal, floor_zero, held) SELECT 'A:CHANNEL', 'A:CHANNEL', 'D', false, false
    ON CONFLICT DO NOTHING;
    INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('wechat', '${MERCHANT}', '微信', 'A:CHANNEL')
    ON CONFLICT DO NOTHING`)
  await postPayments(client, day)
  const bill = await writeBill(client, path.join(folder, 'bill.csv'), day)
  const books = await writeBooks(client, path.join(folder, 'books.csv'))
  await postPayments(client, next)
  const nextBill = await writeBill(client, path.join(folder, 'next.csv'), next)
  const copy = await createBareCopy(client, { bill, books })
  const ours = createOurs(url)
  return {
    unit: 'line',
    variants: {
      ours: {
        async before() {
          await forgetStatements(client)
          await takeBackPayments(client, next.from)
        },
        run: () => ours.run(bill, lines),
      },
      next_file: { before: () => postPayments(client, next), run: () => ours.run(nextBill, next.lines) },
      bare_copy: { before: () => copy.empty(), run: () => copy.run() },
    },
    ratios: {
      ours_vs_bare_copy: { of: 'ours', over: 'bare_copy', by: 'speed' },
      next_file_vs_first: { of: 'next_file', over: 'ours', by: 'speed' },
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([ours.close(), client.end(), rm(folder, { recursive: true, force: true })])
    },
  }
}

function createOurs(url: string) {
  const pool = createPool({ url, kind: 'worker', onError: error => console.error(error.message) })
  const db = createKysely(pool)
  return {
    /** Loads and matches; anything but every line matched would be another measurement. */
    async run(file: string, lines: number): Promise<number> {
      const sha256 = createHash('sha256')
      await pipeline(createReadStream(file), sha256)
      const stored = { fileKey: file, fileName: randomUUID(), sha256: sha256.digest(), loadedBy: 'bench' }
      const loaded = await loadStatement({ pool, read: createReadStream }, stored)
      if (loaded.state !== 'loaded') throw new Error(JSON.stringify(loaded))
      const matched = (await reconcile({ db })).reduce((sum, run) => sum + run.matched, 0)
      if (matched !== lines * 2) throw new Error(`${matched} of ${lines * 2} lines were matched`)
      return matched
    },
    close: () => pool.end(),
  }
}
