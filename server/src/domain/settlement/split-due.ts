import type { Db } from '#db/database.ts'
import { divideOrders } from '#domain/orders/divide-orders.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { type OrderProblem, runInBatches } from './run-in-batches.ts'
import { lockUnsplit } from './split-store.ts'

const BATCH = 200

export interface SplitRun {
  split: number
  /** Orders that could not be split; they hold up nobody else and are looked at again by the next run. */
  problems: OrderProblem[]
}

/**
 * Divides every paid order that is not divided yet among those who earn from it, by the terms frozen on the order: what each
 * earned is written with its arithmetic, the order's escrow moves to what they have pending, and the order is marked, all in
 * one transaction per batch. Each order is split exactly once, however many runs there are and wherever one of them dies.
 */
export async function splitDue({ db }: { db: Db }): Promise<SplitRun> {
  const platformId = await readPlatformId(db)
  const { done, problems } = await runInBatches(db, {
    batch: BATCH,
    take: lockUnsplit,
    act: (trx, orders) => divideOrders(trx, platformId, orders),
  })
  return { split: done, problems }
}
