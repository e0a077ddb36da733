import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { type StartCheckout, startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { buildSale, checkoutDeps, type SaleScene } from '@haowu/server/test/build-sale.ts'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createLockedCheckout } from './contention-for-update.ts'
import { type Storm, type Weathered, weather } from './contention-storm.ts'
import { createDatabase } from './create-database.ts'
import { rounded } from './median.ts'

/** Locking is so much slower that fewer attempts give it as long a turn. */
const ATTEMPTS = { quick: { ours: 4_000, locked: 1_500 }, full: { ours: 20_000, locked: 5_000 } }
const BUYERS_AT_ONCE = 1_000
/** All of a crowd in the same moment. */
const CROWD = 10_000
const STORM: Record<'quick' | 'full', Storm> = {
  quick: { items: 200, buyers: 60, seconds: 8 },
  full: { items: 1_000, buyers: 200, seconds: 60 },
}
/** What a server process has by default. */
const CONNECTIONS = 20

/**
 * A crowd on one piece: everybody tries to check out the same item, one gets it, the others are refused. Ours looks once and
 * lets a conditional UPDATE decide; beside it the usual way, which locks the row before it decides.
 */
export const contentionBench: Bench = {
  name: 'contention',
  title: 'One item: checkouts that are refused because another buyer was first',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const url = await createDatabase(adminUrl, 'contention')
  await migrateToLatest(url)
  let ending = false
  const pool = createPool({
    url,
    kind: 'worker',
    max: CONNECTIONS,
    onError: error => ending || console.error(error.message),
  })
  const db = createKysely(pool)
  const deps = checkoutDeps({ db, pool })
  const lockedCheckout = createLockedCheckout(pool)
  const attempts = quick ? ATTEMPTS.quick : ATTEMPTS.full

  const variant = (count: number, tryToBuy: (request: StartCheckout) => Promise<boolean>) => {
    let sale: SaleScene
    return {
      before: async () => {
        sale = await buildSale({ db, pool })
      },
      run: () => rush({ attempts: count, atOnce: BUYERS_AT_ONCE }, () => tryToBuy(sale.request())),
    }
  }
  const tryOurs = (request: StartCheckout) => startCheckout(deps, request).then(won, refused)
  const waits = async (atOnce: number) => {
    const sale = await buildSale({ db, pool })
    const taken: number[] = []
    await rush({ attempts: atOnce, atOnce, taken }, () => tryOurs(sale.request()))
    return p99(taken)
  }
  let storm: Weathered | undefined
  return {
    unit: 'refusal',
    variants: {
      ours: variant(attempts.ours, tryOurs),
      for_update: variant(attempts.locked, lockedCheckout),
    },
    ratios: { refused_vs_for_update: { of: 'ours', over: 'for_update', by: 'speed' } },
    figures: {
      p99_ms_of_1000_at_once: () => waits(BUYERS_AT_ONCE),
      p99_ms_of_10000_at_once: () => waits(CROWD),
      storm_sold: async () => {
        storm = await weather(await stormDatabase(adminUrl), STORM[quick ? 'quick' : 'full'])
        return storm.sold
      },
      storm_ended_unpaid: async () => storm?.ended ?? Number.NaN,
      storm_money_returned: async () => storm?.returned ?? Number.NaN,
      storm_cut_connections: async () => storm?.cutConnections ?? Number.NaN,
      storm_sold_twice: async () => storm?.soldTwice ?? Number.NaN,
      storm_sold_without_money: async () => storm?.soldWithoutMoney ?? Number.NaN,
      storm_money_without_sale_or_refund: async () => storm?.moneyLost ?? Number.NaN,
    },
    async [Symbol.asyncDispose]() {
      ending = true
      await pool.end()
    },
  }
}

async function stormDatabase(adminUrl: string): Promise<string> {
  const url = await createDatabase(adminUrl, 'storm')
  await migrateToLatest(url)
  return url
}

interface Rush {
  attempts: number
  atOnce: number
  /** Filled with how long each attempt waited for its answer, in milliseconds. */
  taken?: number[]
}

/** Runs all attempts, so many at a time; answers how many were refused. A second winner, or none, ends the bench. */
async function rush({ attempts, atOnce, taken }: Rush, tryToBuy: () => Promise<boolean>): Promise<number> {
  let begun = 0
  let winners = 0
  const buyer = async () => {
    while (begun++ < attempts) {
      const began = performance.now()
      if (await tryToBuy()) winners += 1
      taken?.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, buyer))
  if (winners !== 1) throw new Error(`${winners} buyers got the one item`)
  return attempts - 1
}

function p99(taken: number[]): number {
  return rounded(taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.99)] ?? Number.NaN)
}

const won = () => true

function refused(error: unknown): false {
  if (error instanceof Error && error.message === 'item_held_elsewhere') return false
  throw error
}
