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
  /** When set, only these orders are looked at. */
  only?: string[]
}

interface BatchWork<Row extends { orderId: string }> {
  batch: number
  /** Finds and locks what is due, past the locks of others. */
  take(trx: Transaction<Database>, due: Due): Promise<Row[]>
  act(trx: Transaction<Database>, rows: Row[]): Promise<void>
}

/**
 * Works through all orders that are due, in transactions of one batch each. A batch that is refused is halved until the order with
 * the mistake stands alone, so that it stops nobody else's money. A lost connection is nobody's mistake: it ends the run.
 */
export async function runInBatches<Row extends { orderId: string }>(
  db: Db,
  work: BatchWork<Row>,
): Promise<{ done: number; problems: OrderProblem[] }> {
  const problems: OrderProblem[] = []
  let done = 0
  for (let batch = 0; batch < MOST_BATCHES && problems.length < MOST_PROBLEMS; batch++) {
    const outcome = await runBatch(db, work, { limit: work.batch, skip: problems.map(p => p.orderId) })
    const rest = await halveRefused(db, work, outcome)
    done += rest.done
    problems.push(...rest.problems)
    if (outcome.orderIds.length < work.batch) break
  }
  return { done, problems }
}

/** Counts what was done, and tries again by halves what was refused. */
async function halveRefused<Row extends { orderId: string }>(
  db: Db,
  work: BatchWork<Row>,
  { orderIds, refused }: Outcome,
): Promise<{ done: number; problems: OrderProblem[] }> {
  if (refused === undefined) return { done: orderIds.length, problems: [] }
  const [only] = orderIds
  if (only !== undefined && orderIds.length === 1)
    return { done: 0, problems: [{ orderId: only, reason: refused }] }
  const middle = orderIds.length >> 1
  const both = { done: 0, problems: [] as OrderProblem[] }
  for (const half of [orderIds.slice(0, middle), orderIds.slice(middle)]) {
    const again = await runBatch(db, work, { limit: half.length, skip: [], only: half })
    const { done, problems } = await halveRefused(db, work, again)
    both.done += done
    both.problems.push(...problems)
  }
  return both
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
