import type { Database, Db, Transaction } from '#db/database.ts'
import { saleSettled } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { recoupFrom } from '#domain/receivables/recoup.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { keepBack, netPerParty, type ReserveRules } from './net-per-party.ts'
import { type OrderProblem, runInBatches } from './run-in-batches.ts'
import {
  completeOrders,
  insertLines,
  insertReserves,
  lockMatured,
  settlePending,
  type TierSum,
} from './settle-store.ts'

/** The more orders, the fewer legs; an entry takes 32,767 of them, and an order adds eight at most. */
const BATCH = 3_000

export interface SettleRun {
  settled: number
  problems: OrderProblem[]
}

/**
 * Makes earnings payable whose order has matured: received, its days over, nothing open against it. Per batch each party gets
 * one line and one leg, pending → available, over all its orders; the platform's deferred share becomes income. Of low tiers a part
 * is kept back for some days, and what a party owes is paid first. Which accruals a line is made of stays in the accruals, and
 * each is settled exactly once, however many runs there are.
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
  const { batchId, sums } = await settlePending(trx, orderIds)
  const kept = keepBack(sums, { platformId, reserveOf: await readReserveRules(trx, sums) })
  const lines = netPerParty(sums, kept)
  const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0n)
  await insertLines(trx, batchId, lines)
  await insertReserves(trx, batchId, kept)
  await completeOrders(trx, orderIds)
  if (totalFen === 0n) return
  const platformFen = lines.find(line => line.partyId === platformId)?.amountFen ?? 0n
  const payable = lines.filter(line => line.partyId !== platformId)
  const credits = payable.map(line => ({ ...line, amountFen: line.amountFen - line.reserveFen }))
  await postEntries(trx, [
    saleSettled({ batchId, lines: payable, platformFen }),
    ...(await recoupFrom(trx, credits)),
  ])
}

async function readReserveRules(trx: Transaction<Database>, sums: TierSum[]): Promise<ReserveRules> {
  const rules: ReserveRules = new Map()
  for (const tier of new Set(sums.map(sum => sum.tier))) {
    rules.set(tier, (await readRule(trx, 'rolling_reserve', tier)).value)
  }
  return rules
}
