import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { type StartCheckout, startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { buildSale, checkoutDeps, type SaleScene } from '@haowu/server/test/build-sale.ts'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createLockedCheckout } from './contention-for-update.ts'
import { createDatabase } from './create-database.ts'

/** Locking is so much slower that fewer attempts give it as long a turn. */
const ATTEMPTS = { quick: { ours: 4_000, locked: 1_500 }, full: { ours: 20_000, locked: 5_000 } }
const BUYERS_AT_ONCE = 1_000
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
      run: () => rush(count, () => tryToBuy(sale.request())),
    }
  }
  return {
    unit: 'refusal',
    variants: {
      ours: variant(attempts.ours, request => startCheckout(deps, request).then(won, refused)),
      for_update: variant(attempts.locked, lockedCheckout),
    },
    ratios: { refused_vs_for_update: { of: 'ours', over: 'for_update', by: 'speed' } },
    async [Symbol.asyncDispose]() {
      ending = true
      await pool.end()
    },
  }
}

/** Runs all attempts, so many at a time; answers how many were refused. A second winner, or none, ends the bench. */
async function rush(attempts: number, tryToBuy: () => Promise<boolean>): Promise<number> {
  let begun = 0
  let winners = 0
  const buyer = async () => {
    while (begun++ < attempts) if (await tryToBuy()) winners += 1
  }
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, buyer))
  if (winners !== 1) throw new Error(`${winners} buyers got the one item`)
  return attempts - 1
}

const won = () => true

function refused(error: unknown): false {
  if (error instanceof Error && error.message === 'item_held_elsewhere') return false
  throw error
}
