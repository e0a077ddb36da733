import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

const MOST_BATCHES = 100
const MOST_PROBLEMS = 50

export interface OrderProblem {
  orderId: string
  reason: string
}

export interface Due {
  limit: number
  /** Orders that failed in this run, not to be met again. */
  skip: string[]
  /** When set, only this order is looked at. */
  only?: string
}

interface BatchWork<Row extends { orderId: string }> {
  batch: number
  /** Finds and locks what is due, past the locks of others. */
  take(trx: Transaction<Database>, due: Due): Promise<Row[]>
  act(trx: Transaction<Database>, rows: Row[]): Promise<void>
}

/**
 * Works through all orders that are due, in transactions of one batch each. When a batch is refused its orders are tried one by
 * one, so that one order with a mistake in it stops nobody else's money. A lost connection is nobody's mistake: it ends the run.
 */
export async function runInBatches<Row extends { orderId: string }>(
  db: Db,
  work: BatchWork<Row>,
): Promise<{ done: number; problems: OrderProblem[] }> {
  const problems: OrderProblem[] = []
  let done = 0
  for (let batch = 0; batch < MOST_BATCHES && problems.length < MOST_PROBLEMS; batch++) {
    const outcome = await runBatch(db, work, { limit: work.batch, skip: problems.map(p => p.orderId) })
    if (outcome.refused === undefined) done += outcome.orderIds.length
    else {
      for (const orderId of outcome.orderIds) {
        const single = await runBatch(db, work, { limit: 1, skip: [], only: orderId })
        if (single.refused === undefined) done += single.orderIds.length
        else problems.push({ orderId, reason: single.refused })
      }
    }
    if (outcome.orderIds.length < work.batch) break
  }
  return { done, problems }
}

interface Outcome {
  orderIds: string[]
  refused?: string
}

async function runBatch<Row extends { orderId: string }>(
  db: Db,
  { take, act }: BatchWork<Row>,
  due: Due,
): Promise<Outcome> {
  let orderIds: string[] = []
  try {
    await db.transaction().execute(async trx => {
      const rows = await take(trx, due)
      orderIds = rows.map(row => row.orderId)
      if (rows.length > 0) await act(trx, rows)
    })
    return { orderIds }
  } catch (error) {
    if (!isMistakeInOrder(error)) throw error
    return { orderIds, refused: error instanceof DomainError ? error.code : error.message }
  }
}

function isMistakeInOrder(error: unknown): error is Error {
  return (
    error instanceof DomainError ||
    error instanceof RangeError ||
    (error instanceof Error && error.name === 'ZodError')
  )
}
