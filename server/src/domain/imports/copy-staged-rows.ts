import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { STAGED_COLUMNS } from './write-rows.ts'

/** A file may take minutes on a slow line from the bucket; whoever is stuck longer is gone. */
const COPY_TIMEOUT_MS = 15 * 60_000

/** COPY's binary format: its signature with no flags and no extension, and in the place of a row's count of columns its end. */
export const COPY_HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const COPY_END = Buffer.from([0xff, 0xff])

/**
 * Streams rows into `import_row`, all or nothing, over a connection of its own: a COPY that breaks off leaves its
 * connection unusable, and the pool's client-side query timeout does not know when a COPY ends.
 */
export async function copyStagedRows(pool: pg.Pool, rows: AsyncIterable<Buffer>): Promise<void> {
  const client = await connectForCopy(pool)
  try {
    const copy = copyFrom(`COPY import_row (${STAGED_COLUMNS}) FROM STDIN (FORMAT binary)`)
    await pipeline(framed(rows), client.query(copy))
  } finally {
    await client.end()
  }
}

/** A connection like those of the pool, for whoever ends it. */
export async function connectForCopy(pool: pg.Pool): Promise<pg.Client> {
  const { query_timeout: _, ...options } = pool.options
  const client = new pg.Client({ ...options, statement_timeout: COPY_TIMEOUT_MS })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function* framed(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield COPY_HEAD
  yield* rows
  yield COPY_END
}
