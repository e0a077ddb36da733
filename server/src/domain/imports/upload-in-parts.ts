import type { ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

/** Small enough to lose little with a broken line, large enough that a file is not a thousand of them. */
export const PART_BYTES = 8 * 1024 * 1024
/** Uploads of one supplier on their way at once. */
const MOST_OPEN = 5
/** After so many hours an upload that was never completed is forgotten. */
export const UPLOAD_HOURS = 24

export interface Upload {
  uploadId: string
  supplierId: string
  memberId: string
  fileName: string
  bytes: bigint
  partBytes: bigint
  mode: ImportMode
  source: ImportSource
  importId: string | null
  repeated: boolean
}

/** Makes room for a file that will come in parts. Throws `file_too_large` by what it announces, `limit_reached` beyond five open. */
export async function beginUpload(
  db: Db,
  file: {
    supplierId: string
    memberId: string
    fileName: string
    bytes: number
    mode: ImportMode
    source: ImportSource
  },
): Promise<{ uploadId: string; partBytes: number; parts: number }> {
  if (file.bytes > IMPORT_LIMITS.bytes)
    throw new DomainError('file_too_large', { limit: IMPORT_LIMITS.bytes })
  const uploadId = await db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads of ${file.supplierId}`}, 0))`.execute(
      trx,
    )
    const open = await trx
      .selectFrom('upload')
      .select('id')
      .where('supplierId', '=', file.supplierId)
      .where('importId', 'is', null)
      .where('createdAt', '>', sql<Date>`app_now() - make_interval(hours => ${UPLOAD_HOURS})`)
      .execute()
    if (open.length >= MOST_OPEN) throw new DomainError('limit_reached', { what: 'upload', limit: MOST_OPEN })
    const { id } = await trx
      .insertInto('upload')
      .values({ ...file, bytes: BigInt(file.bytes), partBytes: BigInt(PART_BYTES) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
  return { uploadId, partBytes: PART_BYTES, parts: Math.ceil(file.bytes / PART_BYTES) }
}

interface Scope {
  supplierId: string
  uploadId: string
}

/** Another supplier's upload, and one that was forgotten, is `not_found`. */
export async function readUpload(
  db: Db | Transaction<Database>,
  { supplierId, uploadId }: Scope,
): Promise<Upload> {
  const row = await db
    .selectFrom('upload')
    .selectAll()
    .where('id', '=', uploadId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'upload' })
  const { id, mode, source, ...upload } = row
  return { ...upload, uploadId: id, mode: mode as ImportMode, source: source as ImportSource }
}
