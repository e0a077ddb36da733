import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { recogniseFormat } from './recognise-format.ts'
import { unpackGzip } from './unpack-gzip.ts'

export interface StoredImportFile {
  fileKey: string
  format: 'csv' | 'xlsx'
  bytes: bigint
  sha256: Buffer
}

/**
 * Stores a table while it streams, unpacked, hashed and counted at once, never whole in memory. Refuses `empty_file`,
 * `not_csv` or `workbook_encrypted` by the first bytes and `file_too_large` at the byte that exceeds the bound; nothing of a refused file stays.
 */
export async function storeFile(
  files: FileStore,
  { supplierId, body }: { supplierId: string; body: AsyncIterable<Uint8Array> },
): Promise<StoredImportFile> {
  const fileKey = `imports/${supplierId}/${randomUUID()}`
  const measured = measure(unpackGzip(body))
  try {
    await files.put(fileKey, Readable.from(measured.chunks, { objectMode: false }), {
      contentType: 'text/csv',
    })
    return { fileKey, ...measured.result() }
  } catch (error) {
    await files.delete(fileKey)
    throw error
  }
}

function measure(body: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let bytes = 0
  let format: 'csv' | 'xlsx' = 'csv'
  async function* chunks() {
    for await (const chunk of body) {
      if (bytes === 0 && chunk.length > 0) format = formatOf(Buffer.from(chunk))
      bytes += chunk.length
      const limit = format === 'xlsx' ? IMPORT_LIMITS.workbookBytes : IMPORT_LIMITS.bytes
      if (bytes > limit) throw new DomainError('file_too_large', { limit })
      hash.update(chunk)
      yield chunk
    }
    if (bytes === 0) throw new DomainError('empty_file')
  }
  return { chunks: chunks(), result: () => ({ format, bytes: BigInt(bytes), sha256: hash.digest() }) }
}

/** A workbook is told from any other archive when it is opened; all other foreign formats are refused at their first bytes. */
function formatOf(head: Buffer): 'csv' | 'xlsx' {
  const found = recogniseFormat(head)
  if (found === null) return 'csv'
  if (found === 'xlsx_or_zip') return 'xlsx'
  if (found === 'encrypted_workbook') throw new DomainError('workbook_encrypted')
  throw new DomainError('not_csv', { found })
}
