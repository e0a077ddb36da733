import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { type LoadedStatement, loadStatement } from './load-statement.ts'

/** Millions of lines; a file that is larger is of no channel. */
export const LARGEST_STATEMENT = 2 * 1024 * 1024 * 1024

export interface ReceivedStatement {
  fileName: string
  body: AsyncIterable<Uint8Array>
  loadedBy: string
  accountNo?: string | null
  day?: string | null
}

/**
 * Takes a statement in while it streams: stored and hashed at once, never whole in memory, then loaded whole or refused whole. The stored
 * file stays, also of a refused one: it is what somebody sent. Throws `empty_file` and `file_too_large`.
 */
export async function receiveStatement(
  deps: { pool: pg.Pool; files: FileStore },
  { fileName, body, loadedBy, accountNo, day }: ReceivedStatement,
): Promise<LoadedStatement> {
  const fileKey = `statements/${randomUUID()}`
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured() {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > LARGEST_STATEMENT) throw new DomainError('file_too_large', { limit: LARGEST_STATEMENT })
      hash.update(chunk)
      yield chunk
    }
    if (bytes === 0) throw new DomainError('empty_file')
  }
  try {
    await deps.files.put(fileKey, Readable.from(measured(), { objectMode: false }))
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
  const stored = { fileKey, fileName: fileName.slice(0, 200) || 'statement', sha256: hash.digest(), loadedBy }
  const loaded = await loadStatement(
    { pool: deps.pool, read: key => deps.files.readChunks(key) },
    { ...stored, accountNo: accountNo ?? null, day: day ?? null },
  )
  if (loaded.state === 'loaded' && loaded.repeated) await deps.files.delete(fileKey)
  return loaded
}
