import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { encodeBatch } from './batch.ts'
import type { Entry } from './entry.ts'
import { asRefusal } from './ledger-refusal.ts'

export interface PostedEntry {
  key: string
  transactionId: bigint
  /** The same key and body were posted before; nothing was written now. */
  replayed: boolean
}

/**
 * Writes all entries or none, in the caller's transaction, and answers in their order.
 * Refuses with `insufficient_balance {accountCode}`, `idempotency_conflict {key}` or `period_closed {month}`.
 * A refusal is an SQL error, so the caller's transaction is aborted: let it propagate, do not catch it inside.
 * Floors are judged by what the whole call leaves behind, not entry by entry.
 */
export async function postEntries(
  trx: Transaction<Database>,
  entries: readonly Entry[],
): Promise<PostedEntry[]> {
  if (entries.length === 0) return []
  try {
    const { rows } = await sql<{ entryNo: number; postedId: bigint; isReplay: boolean }>`
      SELECT entry_no, posted_id, is_replay FROM ledger.post(${sqlBatch(entries)})
    `.execute(trx)
    return answerInOrder(entries, rows)
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Entries as one value of type `ledger.batch`. */
export function sqlBatch(entries: readonly Entry[]): RawBuilder<unknown> {
  return sql`ROW(${sql.join(encodeBatch(entries))})::ledger.batch`
}

function answerInOrder(
  entries: readonly Entry[],
  rows: readonly { entryNo: number; postedId: bigint; isReplay: boolean }[],
): PostedEntry[] {
  const byNumber = new Map(rows.map(row => [row.entryNo, row]))
  return entries.map((entry, index) => {
    const row = byNumber.get(index + 1)
    if (row === undefined) throw new Error(`the ledger did not answer for ${entry.key}`)
    return { key: entry.key, transactionId: row.postedId, replayed: row.isReplay }
  })
}
