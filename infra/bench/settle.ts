import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { settleDue } from '@haowu/server/domain/settlement/settle-due.ts'
import { splitDue } from '@haowu/server/domain/settlement/split-due.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { readStatements } from './settle-statements.ts'
import { ACCRUALS_PER_ORDER, createTrade, type SettleTrade } from './settle-trade.ts'

const SIZES = {
  quick: { orders: 3_000, once: 20_000, parties: 1_000 },
  full: { orders: 6_000, once: 200_000, parties: 10_000 },
}

/**
 * What orders earned, posted by the job that divides them, then settled by the job that nets it for each party. At the end one run
 * over many more, and the statements of every streamer.
 */
export const settleBench: Bench = {
  name: 'settle',
  title: 'Settlement: accruals netted per party, against the time in which they were posted',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const size = quick ? SIZES.quick : SIZES.full
  const url = await createDatabase(adminUrl, 'settle')
  await migrateToLatest(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  client.on('error', error => console.error(error.message))
  const pool = createPool({ url, kind: 'worker', onError: error => console.error(error.message) })
  const db = createKysely(pool)
  const trade = await createTrade(client, db, size.parties)
  const split = () => runAll(() => splitDue({ db }).then(run => ({ done: run.split, ...run })))
  const settle = () => runAll(() => settleDue({ db }).then(run => ({ done: run.settled, ...run })))
  const once = measureOnce({ trade, split, settle, orders: size.once })
  return {
    unit: 'accrual',
    variants: {
      posting: { before: () => trade.pay(size.orders), run: split },
      settling: { before: () => trade.mature(), run: settle },
    },
    ratios: {
      settling_vs_posting: { of: 'settling', over: 'posting', by: 'speed' },
      settling_cpu_vs_posting: { of: 'settling', over: 'posting', by: 'cpu' },
    },
    figures: {
      ...once,
      statements: async () => (await readStatements(db, trade.streamerIds)).count,
      statements_ms: async () => (await readStatements(db, trade.streamerIds)).ms,
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pool.end(), client.end()])
    },
  }
}

interface Once {
  trade: SettleTrade
  split(): Promise<number>
  settle(): Promise<number>
  orders: number
}

/** One large run of each, with what the process grew by while it settled. */
function measureOnce({ trade, split, settle, orders }: Once): Record<string, () => Promise<number>> {
  let grown = 0
  let postingMs = 0
  let settlingMs = 0
  return {
    once_accruals: async () => orders * ACCRUALS_PER_ORDER,
    once_posting_ms: async () => {
      await trade.pay(orders)
      postingMs = await time(split)
      return postingMs
    },
    once_settling_ms: async () => {
      await trade.mature()
      const before = process.resourceUsage().maxRSS
      settlingMs = await time(settle)
      grown = Math.round((process.resourceUsage().maxRSS - before) / 1_024)
      return settlingMs
    },
    once_settling_vs_posting: async () => Math.round((postingMs / settlingMs) * 100) / 100,
    once_settling_grew_mib: async () => grown,
  }
}

async function time(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return Math.round(performance.now() - start)
}

/** One run ends at a bound, as the job's does; the next tick goes on. */
async function runAll(run: () => Promise<{ done: number; problems: unknown[] }>): Promise<number> {
  let orders = 0
  for (;;) {
    const { done, problems } = await run()
    if (problems.length > 0) throw new Error(`not all orders went through: ${JSON.stringify(problems[0])}`)
    if (done === 0) return orders * ACCRUALS_PER_ORDER
    orders += done
  }
}
