import { createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { saleCaptured } from '@haowu/server/domain/ledger/sale-entries.ts'
import type { Entry } from '@haowu/server/domain/ledger/entry.ts'
import { createPoster } from '@haowu/server/domain/ledger/group-posts.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { connectClients } from './connect-clients.ts'
import { createDatabase } from './create-database.ts'
import { createLegCopy } from './ledger-copy.ts'
import { createLedgerWorld } from './ledger-world.ts'
import { createRowTables, postRowByRow, postRowByRowInSql } from './ledger-row-by-row.ts'
import { timeOrderedId } from './time-ordered-id.ts'
import { createTpcb } from './tpcb.ts'

const LEGS_PER_ORDER = 4
const CALLERS = 8
const SIZES = {
  quick: { orders: 8_000, rowOrders: 250, rowOrdersInSql: 1_000, transactions: 1_000, scale: 8 },
  full: { orders: 20_000, rowOrders: 2_000, rowOrdersInSql: 5_000, transactions: 6_000, scale: 16 },
}

/**
 * Orders split in four, posted one by one by concurrent callers through the poster: key, request hash, floors,
 * two hot accounts and 3,600 others. Against copying bare legs into the same indexed table, against TPC-B, and against
 * the usual ledger that writes one transfer after the other, from a service and inside the database.
 */
export const ledgerBench: Bench = {
  name: 'ledger',
  title: 'Ledger: orders split into four legs, posted by concurrent callers',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const sizes = quick ? SIZES.quick : SIZES.full
  const url = await createDatabase(adminUrl, 'ledger')
  await migrateToLatest(url)
  const ours = await createOurs(url, sizes.orders)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await createRowTables(client)
  const clients = await connectClients(url, CALLERS)
  const copy = await createLegCopy(client)
  const tpcb = await createTpcb(adminUrl, { scale: sizes.scale, clients: CALLERS })
  return {
    unit: 'leg',
    variants: {
      ours: { before: () => ours.prepare(sizes.orders), run: () => ours.run() },
      indexed_copy: { before: () => copy.prepare(sizes.orders), run: () => copy.run() },
      row_by_row: { run: () => postRowByRow(clients, sizes.rowOrders) },
      row_by_row_in_sql: { run: () => postRowByRowInSql(client, sizes.rowOrdersInSql) },
      // One transaction of TPC-B stands against one order, so it counts as four legs.
      tpcb: { run: async () => (await tpcb.run(sizes.transactions)) * LEGS_PER_ORDER },
    },
    ratios: {
      legs_vs_indexed_copy: { of: 'ours', over: 'indexed_copy', by: 'speed' },
      orders_vs_tpcb: { of: 'ours', over: 'tpcb', by: 'speed' },
      cpu_vs_per_row: { of: 'ours', over: 'row_by_row', by: 'cpu' },
      cpu_vs_per_row_in_sql: { of: 'ours', over: 'row_by_row_in_sql', by: 'cpu' },
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([ours.close(), client.end(), clients.end(), tpcb.end()])
    },
  }
}

async function createOurs(url: string, maxQueued: number) {
  const pool = createPool({ url, kind: 'worker', onError: error => console.error(error.message) })
  const poster = createPoster(pool, { maxQueued })
  const newOrder = createLedgerWorld()
  let orders: Entry[] = []
  // Money in escrow that the orders then divide.
  await poster.post(saleCaptured({ orderId: timeOrderedId(), paidFen: 10n ** 13n, platformDiscountFen: 0n }))
  return {
    prepare(count: number): void {
      orders = Array.from({ length: count }, newOrder)
    },
    async run(): Promise<number> {
      await Promise.all(orders.map(order => poster.post(order)))
      return orders.length * LEGS_PER_ORDER
    },
    async close(): Promise<void> {
      await poster.close()
      await pool.end()
    },
  }
}
