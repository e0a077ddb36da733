import { createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { saleSplit, saleCaptured } from '@haowu/server/domain/ledger/entries.ts'
import type { Entry } from '@haowu/server/domain/ledger/entry.ts'
import { createPoster } from '@haowu/server/domain/ledger/group-posts.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { createLegCopy } from './ledger-copy.ts'
import { createRowByRow } from './ledger-row-by-row.ts'
import { timeOrderedId } from './time-ordered-id.ts'
import { createTpcb } from './tpcb.ts'

const LEGS_PER_ORDER = 4
const SIZES = {
  quick: { orders: 5_000, rowByRowOrders: 1_000, tpcbTransactions: 2_000 },
  full: { orders: 20_000, rowByRowOrders: 2_500, tpcbTransactions: 10_000 },
}

/**
 * Orders split in four, posted one by one by concurrent callers through the poster: key, request hash, floors,
 * two hot accounts and 3,600 others. Against copying bare legs into the same indexed table, against TPC-B, and against
 * the same ledger written one leg after the other.
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
  const pool = createPool({ url, kind: 'worker', max: 2, onError: error => console.error(error.message) })
  const poster = createPoster(pool, { maxQueued: sizes.orders })
  const world = createWorld()
  await postAll(poster, world.fund(sizes.orders * 100))

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const copy = await createLegCopy(client)
  const rowByRow = await createRowByRow(client, world.accountCount)
  const tpcb = await createTpcb(adminUrl, { scale: quick ? 8 : 16, clients: 8 })

  let orders: Entry[] = []
  return {
    unit: 'leg',
    variants: {
      ours: {
        before: () => {
          orders = Array.from({ length: sizes.orders }, () => world.order())
        },
        async run() {
          await postAll(poster, orders)
          return orders.length * LEGS_PER_ORDER
        },
      },
      indexed_copy: {
        before: () => copy.prepare(sizes.orders * LEGS_PER_ORDER),
        run: () => copy.run(),
      },
      row_by_row: {
        before: () => rowByRow.prepare(sizes.rowByRowOrders),
        run: () => rowByRow.run(),
      },
      // One transaction of TPC-B stands against one order, so it counts as four legs.
      tpcb: {
        run: async () => (await tpcb.run(sizes.tpcbTransactions)) * LEGS_PER_ORDER,
      },
    },
    ratios: {
      legs_vs_indexed_copy: { of: 'ours', over: 'indexed_copy', by: 'speed' },
      orders_vs_tpcb: { of: 'ours', over: 'tpcb', by: 'speed' },
      cpu_vs_per_row: { of: 'ours', over: 'row_by_row', by: 'cpu' },
    },
    async [Symbol.asyncDispose]() {
      await poster.close()
      await Promise.all([pool.end(), client.end(), tpcb.end()])
    },
  }
}

async function postAll(poster: ReturnType<typeof createPoster>, entries: Entry[]): Promise<void> {
  await Promise.all(entries.map(entry => poster.post(entry)))
}

function createWorld() {
  const [suppliers, streamers, agencies] = [500, 3_000, 100].map(count =>
    Array.from({ length: count }, timeOrderedId),
  )
  const pick = (ids: string[] = []) => ids[Math.floor(Math.random() * ids.length)] ?? ''
  return {
    accountCount: 3_602,
    /** Money in escrow that the orders then divide. */
    fund: (fen: number) => [
      saleCaptured({ orderId: timeOrderedId(), paidFen: BigInt(fen) * 1_000_000n, platformDiscountFen: 0n }),
    ],
    order: () =>
      saleSplit({
        orderId: timeOrderedId(),
        shares: [
          { role: 'streamer', partyId: pick(streamers), amountFen: 1_200n },
          { role: 'agency', partyId: pick(agencies), amountFen: 400n },
          { role: 'platform', partyId: '', amountFen: 500n },
          { role: 'supplier', partyId: pick(suppliers), amountFen: 7_900n },
        ],
      }),
  }
}
