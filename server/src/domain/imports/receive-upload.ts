import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { recogniseFormat } from './recognise-format.ts'
import { registerImport, type RegisteredImport } from './register-import.ts'

export type ReceivedUpload = RegisteredImport

export interface Upload {
  supplierId: string
  memberId: string
  fileName: string
  body: AsyncIterable<Uint8Array>
  source?: ImportSource | undefined
  mode?: ImportMode | undefined
  /** Applied without a person's yes, unless the brake holds it. */
  autoApply?: boolean | undefined
}

/**
 * Takes a file in while it streams: stored, hashed and counted at once, never whole in memory. Refuses `empty_file`,
 * `not_csv` by the first bytes and `file_too_large` at the byte that exceeds the bound; nothing of a refused file stays.
 */
export async function receiveUpload(
  deps: { db: Db; files: FileStore },
  { body, source = 'upload', mode = 'delta', ...input }: Upload,
): Promise<ReceivedUpload> {
  const fileKey = `imports/${input.supplierId}/${randomUUID()}`
  const measured = measure(body)
  try {
    await deps.files.put(fileKey, Readable.from(measured.chunks, { objectMode: false }), {
      contentType: 'text/csv',
    })
    const { format, bytes, sha256 } = measured.result()
    const received = await deps.db
      .transaction()
      .execute(trx => registerImport(trx, { ...input, source, mode, format, fileKey, bytes, sha256 }))
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
  throw new DomainError('not_csv', { found })
}
