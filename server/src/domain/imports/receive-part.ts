import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { readUpload, type Upload } from './upload-in-parts.ts'

interface Part {
  supplierId: string
  uploadId: string
  partNumber: number
  body: AsyncIterable<Uint8Array>
}

/**
 * Takes one part in while it streams. A part sent again replaces the one before. It counts only when it is exactly as long
 * as it must be: throws `bad_request` for another length or a number beyond the file, `in_progress` once it was completed.
 */
export async function receivePart(
  deps: { db: Db; files: FileStore },
  { supplierId, uploadId, partNumber, body }: Part,
): Promise<{ etag: string }> {
  const upload = await readUpload(deps.db, { supplierId, uploadId })
  if (upload.importId !== null) throw new DomainError('in_progress')
  const expected = lengthOf(upload, partNumber)
  const fileKey = `uploads/${supplierId}/${randomUUID()}`
  const counted = countBytes(body, expected)
  try {
    await deps.files.put(fileKey, Readable.from(counted.chunks, { objectMode: false }))
    const etag = counted.finish()
    const before = await rememberPart(deps.db, { uploadId, partNumber, etag, fileKey })
    if (before) await deps.files.delete(before)
    return { etag }
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
}

/** How long a part must be; `bad_request` for one beyond the file. */
export function lengthOf({ bytes, partBytes }: Upload, partNumber: number): number {
  const from = BigInt(partNumber - 1) * partBytes
  if (from >= bytes) throw new DomainError('bad_request', { field: 'partNumber' })
  const rest = bytes - from
  return Number(rest < partBytes ? rest : partBytes)
}

function countBytes(body: AsyncIterable<Uint8Array>, expected: number) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* chunks() {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > expected) throw new DomainError('bad_request', { field: 'part', expected })
      hash.update(chunk)
      yield chunk
    }
  }
  return {
    chunks: chunks(),
    finish() {
      if (bytes !== expected) throw new DomainError('bad_request', { field: 'part', expected, found: bytes })
      return hash.digest('hex')
    },
  }
}

/** Says where the part stood before, so that the caller takes that away. */
async function rememberPart(
  db: Db,
  part: { uploadId: string; partNumber: number; etag: string; fileKey: string },
): Promise<string | undefined> {
  return db.transaction().execute(async trx => {
    const before = await trx
      .selectFrom('uploadPart')
      .select('fileKey')
      .where('uploadId', '=', part.uploadId)
      .where('partNumber', '=', part.partNumber)
      .forUpdate()
      .executeTakeFirst()
    const { etag, fileKey } = part
    await trx
      .insertInto('uploadPart')
      .values(part)
      .onConflict(conflict => conflict.columns(['uploadId', 'partNumber']).doUpdateSet({ etag, fileKey }))
      .execute()
    return before?.fileKey
  })
}
