import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'
import type { FileStore } from '#gateways/files.ts'
import { MEDIA_LIMITS } from './media-kind.ts'

/** Takes an archive in while it streams; it is matched in the background. Refuses what is no ZIP by its first bytes. */
export async function receiveArchive(
  deps: { db: Db; files: FileStore },
  input: { supplierId: string; memberId: string; fileName: string; body: AsyncIterable<Uint8Array> },
): Promise<{ batchId: string }> {
  const { supplierId, memberId } = input
  const fileKey = `archives/${supplierId}/${randomUUID()}`
  let bytes = 0
  async function* counted() {
    for await (const chunk of input.body) {
      if (bytes === 0 && Buffer.from(chunk).toString('latin1', 0, 2) !== 'PK')
        throw new DomainError('archive_unreadable', { found: 'no_zip' })
      bytes += chunk.length
      if (bytes > MEDIA_LIMITS.archive)
        throw new DomainError('file_too_large', { limit: MEDIA_LIMITS.archive })
      yield chunk
    }
    if (bytes === 0) throw new DomainError('empty_file')
  }
  try {
    await deps.files.put(fileKey, Readable.from(counted(), { objectMode: false }))
    const fileName = input.fileName.replaceAll('\\', '/').split('/').at(-1)?.slice(0, 200) || 'photos.zip'
    return await deps.db.transaction().execute(async trx => {
      const { id: batchId } = await trx
        .insertInto('mediaBatch')
        .values({ supplierId, memberId, fileName, fileKey, bytes: BigInt(bytes) })
        .returning('id')
        .executeTakeFirstOrThrow()
      await announce(trx, 'media_uploaded', { key: `media:${batchId}`, payload: { batchId } })
      return { batchId }
    })
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
}
