import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { STAGED_COLUMNS } from './write-rows.ts'

/** A file may take minutes on a slow line from the bucket; whoever is stuck longer is gone. */
const COPY_TIMEOUT_MS = 15 * 60_000

/**
 * Streams lines of COPY text into `import_row`, all or nothing, over a connection of its own: a COPY that breaks off
 * leaves its connection unusable, and the pool's client-side query timeout does not know when a COPY ends.
 */
export async function copyStagedRows(pool: pg.Pool, lines: AsyncIterable<Buffer>): Promise<void> {
  const { query_timeout: _, ...options } = pool.options
  const client = new pg.Client({ ...options, statement_timeout: COPY_TIMEOUT_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    await pipeline(lines, client.query(copyFrom(`COPY import_row (${STAGED_COLUMNS}) FROM STDIN`)))
  } finally {
    await client.end()
  }
}
