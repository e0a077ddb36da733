import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { MediaOutcome } from './match-media.ts'

export interface MediaBatch {
  batchId: string
  fileName: string
  state: 'uploaded' | 'done' | 'failed'
  errorCode: string | null
  errorFacts: ErrorFacts
  createdAt: string
  counts: Partial<Record<MediaOutcome, number>>
  /** Items that got something. */
  items: number
  /** What could not be placed, by name; the first ones. */
  left: { name: string; outcome: MediaOutcome }[]
}

const LEFT_SHOWN = 200

/** What became of an archive; another supplier's is `not_found`. */
export async function readBatch(
  db: Db,
  { supplierId, batchId }: { supplierId: string; batchId: string },
): Promise<MediaBatch> {
  const row = await db
    .selectFrom('mediaBatch')
    .select(['id', 'fileName', 'state', 'errorCode', 'errorFacts', 'createdAt'])
    .where('id', '=', batchId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'media_batch' })
  const { rows: counts } = await sql<{ outcome: MediaOutcome; n: number; items: number }>`
    SELECT outcome, count(*)::int AS n, count(DISTINCT item_id)::int AS items FROM media_entry
    WHERE batch_id = ${batchId} GROUP BY outcome
  `.execute(db)
  const { rows: left } = await sql<{ name: string; outcome: MediaOutcome }>`
    SELECT name, outcome FROM media_entry WHERE batch_id = ${batchId} AND outcome NOT IN ('added', 'known')
    ORDER BY name LIMIT ${LEFT_SHOWN}
  `.execute(db)
  const { id, state, errorFacts, createdAt, ...batch } = row
  return {
    ...batch,
    batchId: id,
    state: state as MediaBatch['state'],
    errorFacts: errorFacts as ErrorFacts,
    createdAt: createdAt.toISOString(),
    counts: Object.fromEntries(counts.map(({ outcome, n }) => [outcome, n])),
    items: counts.find(({ outcome }) => outcome === 'added')?.items ?? 0,
    left,
  }
}
