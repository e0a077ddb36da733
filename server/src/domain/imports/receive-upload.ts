import type { ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import type { FileStore } from '#gateways/files.ts'
import { registerImport, type RegisteredImport } from './register-import.ts'
import { storeFile } from './store-file.ts'

export type ReceivedUpload = RegisteredImport

export interface Upload {
  supplierId: string
  memberId: string
  fileName: string
  body: AsyncIterable<Uint8Array>
  source?: ImportSource | undefined
  mode?: ImportMode | undefined
  /** The import whose error file this is. */
  parentId?: string | undefined
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
  const stored = await storeFile(deps.files, { supplierId: input.supplierId, body })
  try {
    const received = await deps.db
      .transaction()
      .execute(trx => registerImport(trx, { ...input, ...stored, source, mode }))
    if (received.repeated) await deps.files.delete(stored.fileKey)
    return received
  } catch (error) {
    await deps.files.delete(stored.fileKey)
    throw error
  }
}
