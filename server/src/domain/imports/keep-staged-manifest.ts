import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { CopyConnection } from './copy-connection.ts'
import { COPY_END, COPY_HEAD } from './copy-staged-rows.ts'
import type { ManifestChange } from './manifest-change.ts'

interface StagedManifest {
  importId: string
  runToken: bigint
  layout: Buffer
  change: ManifestChange
}

const PIECE_BYTES = 64 * 1024

/**
 * Keeps what the manifest becomes once the import is applied, in pieces over the connection of the run's COPYs: as a parameter it
 * would be copied twice more on its way, which of a large file is more than all that is remembered of it. Called while the
 * import is locked, so that no later run can have written its own; one that is never recorded is none, by its token.
 */
export async function keepStagedManifest(copies: CopyConnection, manifest: StagedManifest): Promise<void> {
  await copies.query('BEGIN')
  await copies.query('DELETE FROM import_staged_manifest WHERE import_id = $1', [manifest.importId])
  const copy = copyFrom(
    'COPY import_staged_manifest (import_id, run_token, layout_hash, patches, record_hashes) FROM STDIN (FORMAT binary)',
  )
  await pipeline(rowOf(manifest), copies.query(copy))
  await copies.query('COMMIT')
}

async function* rowOf({ importId, runToken, layout, change }: StagedManifest): AsyncGenerator<Buffer> {
  const token = Buffer.alloc(8)
  token.writeBigInt64BE(runToken)
  const patches = change && 'patches' in change ? bytesOf(change.patches) : null
  const entries = change && 'entries' in change ? change.entries : null
  yield COPY_HEAD
  yield Buffer.from([0, 5])
  for (const value of [Buffer.from(importId.replaceAll('-', ''), 'hex'), token, layout, patches]) {
    yield lengthOf(value)
    if (value) yield value
  }
  yield lengthOf(entries)
  for (let at = 0; at < (entries?.length ?? 0); at += PIECE_BYTES)
    yield entries?.subarray(at, at + PIECE_BYTES) as Buffer
  yield COPY_END
}

function bytesOf(words: Int32Array): Buffer {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
}

function lengthOf(value: Buffer | null): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(value?.length ?? -1)
  return length
}
