import { createHash } from 'node:crypto'
import { DomainError } from '#domain/domain-error.ts'
import { MEDIA_LIMITS, mediaKey, mediaKind, photoOfPath } from '#domain/media/media-kind.ts'
import type { FileStore } from '#gateways/files.ts'

/**
 * Takes in a photo of a piece that arrives or leaves, and answers with its name: the SHA-256 of its bytes and what it is by
 * its first bytes. Throws `file_too_large`, `empty_file`, and `unsupported_media_type` for what is no photo.
 */
export async function receiveLoanPhoto(
  { files }: { files: FileStore },
  body: AsyncIterable<Uint8Array>,
): Promise<{ photo: string }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MEDIA_LIMITS.photo) throw new DomainError('file_too_large', { limit: MEDIA_LIMITS.photo })
    chunks.push(Buffer.from(chunk))
  }
  if (bytes === 0) throw new DomainError('empty_file')
  const content = Buffer.concat(chunks)
  const kind = mediaKind(content)
  if (kind === null || kind === 'pdf' || kind === 'gif') throw new DomainError('unsupported_media_type')
  const sha256 = createHash('sha256').update(content).digest('hex')
  await files.put(mediaKey(sha256, kind), content, { contentType: photoType(`${sha256}.${kind}`) })
  return { photo: `${sha256}.${kind}` }
}

/** Throws `bad_request` when one of these was never taken in. */
export async function requirePhotos(
  { files }: { files: FileStore },
  photos: readonly string[],
): Promise<void> {
  for (const photo of new Set(photos)) {
    const stored = photoOfPath(photo)
    if (!stored || !(await files.stat(stored.key))) throw new DomainError('bad_request', { field: 'photos' })
  }
}

function photoType(name: string): string {
  return photoOfPath(name)?.contentType ?? 'application/octet-stream'
}
