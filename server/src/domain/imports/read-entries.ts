import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** COPY's binary format: its head, then of the one row how many columns there are and how long this one is. */
const BEFORE_BYTES = 19 + 2 + 4
const COLUMN_AT = 19 + 2

/**
 * The entries of a supplier's manifest, as the bytes they are; null when it is no longer this version. As an answer they
 * would come in hexadecimal and be held three times over, which for a million records is more than all the rest.
 */
export async function readEntries(
  pool: pg.Pool,
  { supplierId, version }: { supplierId: string; version: bigint },
): Promise<Int32Array | null> {
  const client = await pool.connect()
  try {
    const stream = client.query(
      copyTo(`COPY (SELECT record_hashes FROM import_manifest WHERE supplier_id = ${pg.escapeLiteral(supplierId)}
        AND version = ${version}) TO STDOUT (FORMAT binary)`),
    )
    const entries = await collect(stream)
    client.release()
    return entries
  } catch (error) {
    // A COPY that broke off leaves its connection unusable.
    client.release(true)
    throw error
  }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Int32Array | null> {
  const before = Buffer.alloc(BEFORE_BYTES)
  let at = 0
  let entries: Buffer | null = null
  for await (const chunk of stream) {
    const head = Math.max(0, Math.min(BEFORE_BYTES - at, chunk.length))
    chunk.copy(before, at, 0, head)
    // Without a row the answer ends before there is a length.
    if (at < BEFORE_BYTES && at + head >= BEFORE_BYTES)
      entries = Buffer.alloc(Math.max(0, before.readInt32BE(COLUMN_AT)))
    if (entries && head < chunk.length) chunk.copy(entries, at + head - BEFORE_BYTES, head)
    at += chunk.length
  }
  return entries && new Int32Array(entries.buffer, entries.byteOffset, entries.length / 4)
}
