import type { Database, Db, Transaction } from '#db/database.ts'
import { saleSettled } from '#domain/ledger/entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { type OrderProblem, runInBatches } from './run-in-batches.ts'
import {
  completeOrders,
  insertBatch,
  insertLines,
  lockMatured,
  lockPendingAccruals,
  markSettled,
  type PendingAccrual,
} from './settle-store.ts'

const BATCH = 500

export interface SettleRun {
  settled: number
  problems: OrderProblem[]
}

/**
 * Makes earnings payable whose order has matured: received, its days over, nothing open against it. Per batch each party gets
 * one line and one leg, pending → available, over all its orders; the platform's deferred share becomes income. Which accruals
 * a line is made of stays in the accruals, and each is settled exactly once, however many runs there are.
 */
export async function settleDue({ db }: { db: Db }): Promise<SettleRun> {
  const platformId = await readPlatformId(db)
  const { done, problems } = await runInBatches(db, {
    batch: BATCH,
    take: lockMatured,
    act: (trx, orders) =>
      settleOrders(
        trx,
        platformId,
        orders.map(({ orderId }) => orderId),
      ),
  })
  return { settled: done, problems }
}

async function settleOrders(
  trx: Transaction<Database>,
  platformId: string,
  orderIds: string[],
): Promise<void> {
  const accruals = await lockPendingAccruals(trx, orderIds)
  const lines = netPerParty(accruals)
  const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0n)
  const batchId = await insertBatch(trx, { accrualCount: accruals.length, totalFen })
  await insertLines(trx, batchId, lines)
  await markSettled(trx, { batchId, orderIds })
  await completeOrders(trx, orderIds)
  if (totalFen === 0n) return
  const platformFen = lines.find(line => line.partyId === platformId)?.amountFen ?? 0n
  const payable = lines.filter(line => line.partyId !== platformId)
  await postEntries(trx, [saleSettled({ batchId, lines: payable, platformFen })])
}

export interface SettlementLine {
  partyId: string
  accrualCount: number
  amountFen: bigint
}

/** One line per party: what it earned less what refunds took back. */
export function netPerParty(accruals: PendingAccrual[]): SettlementLine[] {
  const byParty = Map.groupBy(accruals, accrual => accrual.partyId)
  return [...byParty].map(([partyId, own]) => ({
    partyId,
    accrualCount: own.length,
    amountFen: own.reduce((sum, { earnedFen, clawedFen }) => sum + earnedFen - clawedFen, 0n),
  }))
}
