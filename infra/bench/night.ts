import { fork } from 'node:child_process'
import path from 'node:path'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { buildHeldItems } from '@haowu/server/test/build-held-items.ts'
import { createDatabase, dropDatabase } from './create-database.ts'
import { median, rounded } from './median.ts'
import { type Bought, buyPiece, type Piece } from './night-buyer.ts'
import { expectNightSound, waitUntilWorkedOff } from './night-checks.ts'
import { startProduct } from './night-product.ts'

export interface Night {
  orders: number
  /** In how many seconds they come. */
  seconds: number
  viewers: number
  rooms: number
  priceFen: bigint
  /** So many buyers of a piece press the button at once; one gets it. */
  buyersEach: number
}

/** 8,800 orders worth ¥44 million in two hours, sixty times as fast. */
export const FOUNDING_NIGHT: Night = {
  orders: 8_800,
  seconds: 120,
  viewers: 2_000,
  rooms: 40,
  priceFen: 500_000n,
  buyersEach: 2,
}
export const SHORT_NIGHT: Night = { ...FOUNDING_NIGHT, orders: 240, seconds: 8, viewers: 60, rooms: 4 }

/**
 * Plays the night against server and jobs as they run, over HTTP, with the simulated rail and its callbacks, while viewers
 * hear of every sale. Throws when anything at the end is not as it must be.
 */
export async function playNight(adminUrl: string, night: Night): Promise<Record<string, number>> {
  const url = await createDatabase(adminUrl, `night_${process.pid}_${Date.now()}`)
  await migrateToLatest(url)
  await migrateQueueSchema(url)
  const pool = createPool({ url, kind: 'worker', max: 4, onError: () => {} })
  const db = createKysely(pool)
  try {
    const pieces = await stock(db, night)
    await using product = await startProduct(url)
    const viewers = fork(path.join(import.meta.dirname, 'stream-caller.ts'))
    try {
      const hear = (told: object | string) =>
        new Promise<unknown>(resolve => {
          viewers.once('message', resolve)
          viewers.send(told)
        })
      const paths = [...new Set(pieces.map(({ roomCode }) => `/api/live/rooms/${roomCode}`))]
      const opened = await hear({ port: product.port, paths, streams: night.viewers })
      if (opened !== 'open') throw new Error(String(opened))
      const began = performance.now()
      const bought = await sellAll(pieces, night, product.origin)
      const sellingSeconds = (performance.now() - began) / 1_000
      await waitUntilWorkedOff(pool, night.orders)
      const doneSeconds = (performance.now() - began) / 1_000
      const { legs } = await expectNightSound({ pool, db }, night)
      const { sold } = (await hear('count')) as { sold: number }
      const times = bought.map(({ ms }) => ms).toSorted((a, b) => a - b)
      return {
        orders: night.orders,
        gmv_yuan: Number((night.priceFen * BigInt(night.orders)) / 100n),
        planned_seconds: night.seconds,
        selling_seconds: rounded(sellingSeconds),
        all_divided_after_seconds: rounded(doneSeconds),
        refused_buyers: bought.reduce((sum, { refused }) => sum + refused, 0),
        checkout_to_cashier_ms_p50: rounded(median(times)),
        checkout_to_cashier_ms_p99: rounded(times[Math.floor(times.length * 0.99)] ?? Number.NaN),
        viewers: night.viewers,
        sales_heard: sold,
        sales_to_be_heard: (night.orders * night.viewers) / night.rooms,
        ledger_legs_proved: legs,
      }
    } finally {
      viewers.kill()
    }
  } finally {
    await pool.end()
    await dropDatabase(adminUrl, url)
  }
}

async function stock(db: Parameters<typeof buildHeldItems>[0], night: Night): Promise<Piece[]> {
  const pieces: Piece[] = []
  const { priceFen } = night
  for (let room = 0; room < night.rooms; room += 1) {
    const { roomCode, items } = await buildHeldItems(db, { count: night.orders / night.rooms, priceFen })
    for (const { itemId } of items) pieces.push({ roomCode, itemId, priceFen })
  }
  return pieces
}

/** Buyers come when the night says, not when the one before is served. */
async function sellAll(pieces: Piece[], { seconds, buyersEach }: Night, origin: string): Promise<Bought[]> {
  // From room to room in turn, as they all sell at the same time.
  const inTurn = pieces.toSorted((a, b) => (hash(a.itemId) < hash(b.itemId) ? -1 : 1))
  const began = performance.now()
  return Promise.all(
    inTurn.map(async (piece, index) => {
      const due = began + (index / inTurn.length) * seconds * 1_000
      await new Promise(resolve => setTimeout(resolve, Math.max(1, due - performance.now())))
      return buyPiece(origin, piece, { buyers: buyersEach, odd: index })
    }),
  )
}

/** The random end of an id; its beginning says when it was made. */
function hash(id: string): string {
  return id.slice(-12)
}
