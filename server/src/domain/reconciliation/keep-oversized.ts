import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type pg from 'pg'
import type { FileStore } from '#gateways/files.ts'
import { keepRefused, type LoadedStatement } from './load-statement.ts'
import { LARGEST_STATEMENT } from './receive-statement.ts'

/** Keeps what is larger than any statement as refused, as everything that somebody sent is kept, without reading it as one. */
export async function keepOversized(
  { pool, files }: { pool: pg.Pool; files: FileStore },
  { key, fileName, bytes, loadedBy }: { key: string; fileName: string; bytes: number; loadedBy: string },
): Promise<LoadedStatement> {
  const fileKey = `statements/${randomUUID()}`
  const hash = createHash('sha256')
  const body = await files.get(key)
  async function* hashed() {
    for await (const chunk of body) {
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await files.put(fileKey, Readable.from(hashed(), { objectMode: false }))
  } catch (error) {
    await files.delete(fileKey)
    throw error
  }
  return keepRefused(
    pool,
    { fileKey, fileName, sha256: hash.digest(), loadedBy, format: undefined, placed: undefined },
    { rule: 'too_large', line: null, expected: `≤ ${LARGEST_STATEMENT}`, found: String(bytes) },
  )
}
