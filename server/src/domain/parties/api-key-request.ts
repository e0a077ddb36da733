import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface KeptAnswer {
  status: number
  body: unknown
}

export interface IdempotentCall {
  supplierId: string
  idempotencyKey: string
  /** Of all that the call says. */
  requestHash: Buffer
}

/** Longer than any call may take: whoever began it is gone, and the next may try. */
const DEAD_AFTER_MINUTES = 15
const DAYS_KEPT = 30
const FORGOTTEN_AT_ONCE = 5_000

/**
 * Does a call once: whoever repeats it gets the answer of the first time. The same key with another call is
 * `idempotency_conflict`, a repetition while the first is at work `in_progress`. A refusal is not kept, because then
 * nothing was done and the next attempt may succeed.
 */
export async function answerOnce(
  db: Db,
  call: IdempotentCall,
  act: () => Promise<KeptAnswer>,
): Promise<KeptAnswer & { repeated: boolean }> {
  const attempt = randomUUID()
  const kept = await begin(db, call, attempt)
  if (kept) return { ...kept, repeated: true }
  const own = { ...call, attempt }
  const answer = await act().catch(async (error: unknown) => {
    await forget(db, own)
    throw error
  })
  // When this fails the call stays begun: what was done must not be done again by whoever repeats it.
  await keep(db, own, answer)
  return { ...answer, repeated: false }
}

async function begin(db: Db, call: IdempotentCall, attempt: string): Promise<KeptAnswer | undefined> {
  const { supplierId, idempotencyKey, requestHash } = call
  const { rows } = await sql<{ attempt: string }>`
    INSERT INTO api_key_request AS kept (supplier_id, idempotency_key, request_hash, attempt)
    VALUES (${supplierId}, ${idempotencyKey}, ${requestHash}, ${attempt})
    ON CONFLICT (supplier_id, idempotency_key) DO UPDATE SET attempt = excluded.attempt, created_at = excluded.created_at
      WHERE kept.status IS NULL AND kept.request_hash = excluded.request_hash
        AND kept.created_at < app_now() - make_interval(mins => ${DEAD_AFTER_MINUTES})
    RETURNING attempt
  `.execute(db)
  if (rows.length > 0) return undefined
  const kept = await db
    .selectFrom('apiKeyRequest')
    .select(['requestHash', 'status', 'body'])
    .where('supplierId', '=', supplierId)
    .where('idempotencyKey', '=', idempotencyKey)
    .executeTakeFirst()
  if (kept && !kept.requestHash.equals(requestHash)) throw new DomainError('idempotency_conflict')
  // What is gone by now was refused a moment ago.
  if (!kept || kept.status === null) throw new DomainError('in_progress')
  return { status: kept.status, body: kept.body }
}

type Attempt = IdempotentCall & { attempt: string }

async function keep(db: Db, own: Attempt, { status, body }: KeptAnswer): Promise<void> {
  await db
    .updateTable('apiKeyRequest')
    .set({ status, body: JSON.stringify(body) })
    .where('supplierId', '=', own.supplierId)
    .where('idempotencyKey', '=', own.idempotencyKey)
    .where('attempt', '=', own.attempt)
    .execute()
}

async function forget(db: Db, own: Attempt): Promise<void> {
  await db
    .deleteFrom('apiKeyRequest')
    .where('supplierId', '=', own.supplierId)
    .where('idempotencyKey', '=', own.idempotencyKey)
    .where('attempt', '=', own.attempt)
    .execute()
}

/** Lets go of answers that nobody will ask for again; a bounded number at a time. */
export async function forgetOldAnswers(db: Db): Promise<void> {
  await sql`
    DELETE FROM api_key_request WHERE (supplier_id, idempotency_key) IN (
      SELECT supplier_id, idempotency_key FROM api_key_request
      WHERE created_at < app_now() - make_interval(days => ${DAYS_KEPT})
      ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED)
  `.execute(db)
}
