import { createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { BATCH_SQL, encodeBatch } from '@haowu/server/domain/ledger/batch.ts'
import type { Entry } from '@haowu/server/domain/ledger/entry.ts'
import { createPoster, type Poster } from '@haowu/server/domain/ledger/group-posts.ts'
import { saleCaptured } from '@haowu/server/domain/ledger/sale-entries.ts'
import type { Bench, BenchContext, PreparedBench, Variant } from './bench-contract.ts'
import { connectClients } from './connect-clients.ts'
import { createDatabase } from './create-database.ts'
import { createLedgerWorld } from './ledger-world.ts'
import { timeOrderedId } from './time-ordered-id.ts'

const CONNECTIONS = 32
const CALLERS = [32, 256, 2_000]
/** Orders of each variant in one round; so many callers post at least one each. */
const SIZES = { quick: { orders: 2_560, alone: 300 }, full: { orders: 8_000, alone: 1_000 } }

/**
 * People and requests that each post one order and wait for it, through the poster that groups them; beside it the same function
 * called in a transaction of its own for each order, by as many connections as a service would have.
 */
export const posterBench: Bench = {
  name: 'poster',
  title: 'Poster: callers that post one order each and wait for the commit',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const size = quick ? SIZES.quick : SIZES.full
  const url = await createDatabase(adminUrl, 'poster')
  await migrateToLatest(url)
  const pool = createPool({ url, kind: 'worker', onError: error => console.error(error.message) })
  const poster = createPoster(pool)
  const clients = await connectClients(url, CONNECTIONS)
  const newOrder = createLedgerWorld()
  await poster.post(saleCaptured({ orderId: timeOrderedId(), paidFen: 10n ** 13n, platformDiscountFen: 0n }))
  const waits = new Map<number, number[]>()
  const variants: Record<string, Variant> = {}
  for (const callers of CALLERS) {
    let orders: Entry[] = []
    variants[`callers_${callers}`] = {
      before: () => void (orders = Array.from({ length: size.orders }, newOrder)),
      run: () => postFrom(poster, { callers, orders, waits: waitsOf(waits, callers) }),
    }
  }
  variants['one_by_one'] = {
    run: async () => {
      await clients.share(size.alone, async client => {
        await client.query('BEGIN')
        await client.query({
          name: 'post_one',
          text: `SELECT * FROM ledger.post(${BATCH_SQL})`,
          values: encodeBatch([newOrder()]),
        })
        await client.query('COMMIT')
      })
      return size.alone
    },
  }
  return {
    unit: 'order',
    variants,
    ratios: Object.fromEntries(
      CALLERS.map(callers => [
        `callers_${callers}_vs_one_by_one`,
        { of: `callers_${callers}`, over: 'one_by_one', by: 'speed' },
      ]),
    ),
    figures: Object.fromEntries(
      CALLERS.map(callers => [`p99_ms_${callers}`, async () => p99(waitsOf(waits, callers))]),
    ),
    async [Symbol.asyncDispose]() {
      await poster.close()
      await Promise.all([pool.end(), clients.end()])
    },
  }
}

interface Posting {
  callers: number
  orders: Entry[]
  /** How long each waited, in milliseconds. */
  waits: number[]
}

/** Each caller posts its next order when the one before is committed. */
async function postFrom(poster: Poster, { callers, orders, waits }: Posting): Promise<number> {
  const left = orders.values()
  const call = async () => {
    for (const order of left) {
      const start = performance.now()
      await poster.post(order)
      waits.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return orders.length
}

function waitsOf(waits: Map<number, number[]>, callers: number): number[] {
  const known = waits.get(callers) ?? []
  waits.set(callers, known)
  return known
}

function p99(waits: number[]): number {
  const sorted = waits.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.floor(sorted.length * 0.99)] ?? 0) * 10) / 10
}
