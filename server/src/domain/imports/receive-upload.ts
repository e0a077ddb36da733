import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'
import type { FileStore } from '#gateways/files.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { recogniseFormat } from './recognise-format.ts'

export interface ReceivedUpload {
  importId: string
  /** The same bytes are already here: being looked at, or the last thing this supplier applied. */
  repeated: boolean
}

/**
 * Takes a file in while it streams: stored, hashed and counted at once, never whole in memory. Refuses `empty_file`,
 * `not_csv` by the first bytes and `file_too_large` at the byte that exceeds the bound; nothing of a refused file stays.
 */
export async function receiveUpload(
  deps: { db: Db; files: FileStore },
  input: { supplierId: string; memberId: string; fileName: string; body: AsyncIterable<Uint8Array> },
): Promise<ReceivedUpload> {
  const fileKey = `imports/${input.supplierId}/${randomUUID()}`
  const measured = measure(input.body)
  try {
    await deps.files.put(fileKey, Readable.from(measured.chunks, { objectMode: false }), {
      contentType: 'text/csv',
    })
    const { bytes, sha256 } = measured.result()
    const received = await deps.db
      .transaction()
      .execute(trx => register(trx, { ...input, fileKey, bytes, sha256 }))
    if (received.repeated) await deps.files.delete(fileKey)
    return received
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
}

function measure(body: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* chunks() {
    for await (const chunk of body) {
      const found = bytes === 0 && chunk.length > 0 ? recogniseFormat(Buffer.from(chunk)) : null
      if (found) throw new DomainError('not_csv', { found })
      bytes += chunk.length
      if (bytes > IMPORT_LIMITS.bytes) throw new DomainError('file_too_large', { limit: IMPORT_LIMITS.bytes })
      hash.update(chunk)
      yield chunk
    }
    if (bytes === 0) throw new DomainError('empty_file')
  }
  return { chunks: chunks(), result: () => ({ bytes: BigInt(bytes), sha256: hash.digest() }) }
}

interface NewImport {
  supplierId: string
  memberId: string
  fileName: string
  fileKey: string
  bytes: bigint
  sha256: Buffer
}

async function register(trx: Transaction<Database>, upload: NewImport): Promise<ReceivedUpload> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads of ${upload.supplierId}`}, 0))`.execute(
    trx,
  )
  const earlier = await findSameFile(trx, upload)
  if (earlier) return { importId: earlier, repeated: true }
  const { supplierId, memberId, fileName, fileKey, bytes, sha256 } = upload
  const { id: importId } = await trx
    .insertInto('itemImport')
    .values({
      supplierId,
      fileName: safeName(fileName),
      fileKey,
      bytes,
      sha256,
      createdBy: memberId,
      state: 'uploaded',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await announce(trx, 'import_uploaded', { key: `import:${importId}:uploaded`, payload: { importId } })
  return { importId, repeated: false }
}

/**
 * The same bytes still on their way, or applied last. Bytes applied before something else was are a new import: going
 * back to last week's file is a change.
 */
async function findSameFile(
  trx: Transaction<Database>,
  { supplierId, sha256 }: NewImport,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM item_import
    WHERE supplier_id = ${supplierId} AND sha256 = ${sha256} AND (
      state IN ('uploaded', 'previewing', 'previewed', 'applying')
      OR id = (
        SELECT id FROM item_import WHERE supplier_id = ${supplierId} AND state = 'applied'
        ORDER BY applied_at DESC, id DESC LIMIT 1
      )
    )
    ORDER BY created_at DESC LIMIT 1
  `.execute(trx)
  return rows[0]?.id
}

/** The name is shown and used for downloads, never as a path. */
function safeName(fileName: string): string {
  const name = fileName
    .replaceAll('\\', '/')
    .split('/')
    .at(-1)
    ?.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, '')
    .trim()
    .slice(0, 200)
  return name ? name : 'upload.csv'
}
