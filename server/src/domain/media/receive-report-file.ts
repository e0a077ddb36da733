import { createHash } from 'node:crypto'
import type { MediaShows } from '@haowu/shared/inspection.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { attachMedia } from '#domain/inspection/attach-media.ts'
import { requireOpenInspection } from '#domain/inspection/save-inspection.ts'
import type { FileStore } from '#gateways/files.ts'
import { MEDIA_LIMITS, mediaKey, mediaKind } from './media-kind.ts'

export interface ReportFile {
  supplierId: string
  inspectionId: string
  shows: MediaShows
  fileName: string
  body: AsyncIterable<Uint8Array>
}

/**
 * Takes a photo, or the agency's own report as a PDF, into an open inspection; the hash of its bytes is what the report will
 * sign. Throws `not_found`, `stale_version` for one that has ended, `empty_file`, `file_too_large`, `limit_reached`, and
 * `unsupported_media_type` for what is neither by its first bytes.
 */
export async function receiveReportFile(
  { db, files }: { db: Db; files: FileStore },
  { supplierId, inspectionId, shows, fileName, body }: ReportFile,
): Promise<{ mediaId: string; sha256: string }> {
  await requireOpenInspection(db, { supplierId, inspectionId })
  const content = await readWhole(body)
  const kind = mediaKind(content)
  if (kind === null) throw new DomainError('unsupported_media_type')
  const limit = kind === 'pdf' ? MEDIA_LIMITS.pdf : MEDIA_LIMITS.photo
  if (content.length > limit) throw new DomainError('file_too_large', { limit })
  const sha256 = createHash('sha256').update(content).digest('hex')
  const key = mediaKey(sha256, kind)
  if (!(await files.stat(key))) await files.put(key, content)
  const file = { sha256, kind, bytes: content.length, fileName: cleanName(fileName, kind), shows }
  const { mediaId } = await db
    .transaction()
    .execute(trx => attachMedia(trx, { supplierId, inspectionId, file }))
  return { mediaId, sha256 }
}

async function readWhole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MEDIA_LIMITS.pdf) throw new DomainError('file_too_large', { limit: MEDIA_LIMITS.pdf })
    chunks.push(Buffer.from(chunk))
  }
  if (bytes === 0) throw new DomainError('empty_file')
  return Buffer.concat(chunks)
}

function cleanName(name: string, kind: string): string {
  return name.replaceAll('\\', '/').split('/').at(-1)?.trim().slice(0, 120) || `photo.${kind}`
}
