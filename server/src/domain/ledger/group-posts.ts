import pg from 'pg'
import { DomainError } from '#domain/domain-error.ts'
import { BATCH_SQL, encodeBatch } from './batch.ts'
import type { Entry } from './entry.ts'
import { asRefusal } from './ledger-refusal.ts'
import type { PostedEntry } from './post-entries.ts'

export interface Poster {
  /**
   * Resolves once the entry is committed. Refuses as `postEntries` does, and with `unavailable` when too many wait or
   * the poster is closed. After any other error the outcome is unknown: posting again with the same key is safe.
   */
  post(entry: Entry): Promise<PostedEntry>
  /** Takes no more entries and resolves when those that wait are answered. */
  close(): Promise<void>
}

interface Limits {
  maxBatch?: number
  maxQueued?: number
  /** Connections at most; a further one is used only while a full batch waits. */
  lanes?: number
}

interface Waiting {
  entry: Entry
  resolve: (posted: PostedEntry) => void
  reject: (error: unknown) => void
}

const STATEMENT = {
  name: 'ledger_post',
  text: `SELECT entry_no, posted_id, is_replay FROM ledger.post(${BATCH_SQL})`,
}

/**
 * Groups concurrent callers into one statement and one commit: a flush begins when the previous one has returned, so
 * batches grow with the load and a lone caller waits for nobody. Few flushes at a time also mean that hot accounts are
 * hardly fought over. Entries that were not awaited have no order among them: await the sale before posting its split.
 */
export function createPoster(
  pool: pg.Pool,
  { maxBatch = 1_000, maxQueued = 20_000, lanes = 2 }: Limits = {},
): Poster {
  const queue: Waiting[] = []
  const open = new Set<Promise<void>>()
  let closed = false
  let busy = 0

  function openLane(): void {
    busy++
    const lane = drain()
    open.add(lane)
    void lane.then(() => open.delete(lane))
  }

  async function drain(): Promise<void> {
    // Whoever calls in this same turn of the event loop still joins the first batch.
    await Promise.resolve()
    while (queue.length > 0) await flush(pool, queue.splice(0, maxBatch))
    // In the same step as the last look: whoever comes a step later must find no lane, and open one.
    busy--
  }

  return {
    post(entry) {
      if (closed || queue.length >= maxQueued) return Promise.reject(new DomainError('unavailable'))
      return new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject })
        if (busy === 0 || (busy < lanes && queue.length > maxBatch * busy)) openLane()
      })
    },
    async close() {
      closed = true
      while (open.size > 0) await Promise.all(open)
    },
  }
}

/** Answers every caller of the batch; never throws. */
async function flush(pool: pg.Pool, batch: Waiting[]): Promise<void> {
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    for (const { reject } of batch) reject(error)
    return
  }
  let broken: Error | undefined
  try {
    await postOrHalve(client, batch)
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error))
    // Those that were answered before the connection broke stay answered.
    for (const { reject } of batch) reject(error)
  }
  client.release(broken)
}

/** One bad entry must not cost its neighbours: a refused batch is halved until the offender stands alone. */
async function postOrHalve(client: pg.PoolClient, batch: Waiting[]): Promise<void> {
  try {
    const { rows } = await sendWithRetry(client, batch)
    for (const row of rows) {
      const waiting = batch[row.entry_no - 1]
      waiting?.resolve({ key: waiting.entry.key, transactionId: row.posted_id, replayed: row.is_replay })
    }
  } catch (error) {
    if (!isOffence(error)) throw error
    const [only] = batch
    if (only !== undefined && batch.length === 1) return only.reject(asRefusal(error))
    const half = batch.length >> 1
    await postOrHalve(client, batch.slice(0, half))
    await postOrHalve(client, batch.slice(half))
  }
}

interface AnswerRow {
  entry_no: number
  posted_id: bigint
  is_replay: boolean
}

const TRIES = 3

async function sendWithRetry(client: pg.PoolClient, batch: Waiting[]): Promise<{ rows: AnswerRow[] }> {
  const values = encodeBatch(batch.map(({ entry }) => entry))
  for (let tries = 1; ; tries++) {
    try {
      return await client.query<AnswerRow>({ ...STATEMENT, values })
    } catch (error) {
      if (tries === TRIES || !isPassing(error)) throw error
    }
  }
}

/** Deadlock, serialization failure, lock not available in time: nothing was written, and the next try may pass. */
function isPassing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['40P01', '40001', '55P03'].includes(error.code ?? '')
}

/** Raised by the content of an entry: our own refusals, bad data, broken constraints. Anything else is the server's state. */
function isOffence(error: unknown): boolean {
  if (error instanceof RangeError) return true
  return error instanceof pg.DatabaseError && /^(HW|22|23|P0)/.test(error.code ?? '')
}
