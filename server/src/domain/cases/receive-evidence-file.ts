import { createHash } from 'node:crypto'
import { EVIDENCE_LIMITS } from '@haowu/shared/cases.ts'
import { DomainError } from '#domain/domain-error.ts'
import { mediaKind } from '#domain/media/media-kind.ts'
import type { FileStore } from '#gateways/files.ts'

/** The private folder that a file lies in: that of the order whose link the buyer has, that of the case, or finance's own. */
export interface EvidenceFolder {
  of: 'order' | 'case' | 'adjustment'
  id: string
}

/** Where a key that a caller names lies; only within the folder he has shown to be his. */
export function evidencePath({ of, id }: EvidenceFolder, key: string): string {
  return `evidence/${of}/${id}/${key}`
}

/**
 * Takes in one file that a party or a buyer offers as evidence and answers with its key: the SHA-256 of its bytes and what
 * it is by its first bytes, so that the same file sent again is the same key. Throws `file_too_large`, `empty_file`, and
 * `unsupported_media_type` for what is neither a picture nor a PDF.
 */
export async function receiveEvidenceFile(
  { files }: { files: FileStore },
  { folder, body }: { folder: EvidenceFolder; body: AsyncIterable<Uint8Array> },
): Promise<{ key: string; bytes: number }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > EVIDENCE_LIMITS.bytes)
      throw new DomainError('file_too_large', { limit: EVIDENCE_LIMITS.bytes })
    chunks.push(Buffer.from(chunk))
  }
  if (bytes === 0) throw new DomainError('empty_file')
  const content = Buffer.concat(chunks)
  const kind = mediaKind(content)
  if (kind === null || kind === 'gif') throw new DomainError('unsupported_media_type')
  const key = `${createHash('sha256').update(content).digest('hex')}.${kind}`
  await files.put(evidencePath(folder, key), content)
  return { key, bytes }
}
