import pg from 'pg'

/** A file may take minutes on a slow line from the bucket; whoever is stuck longer is gone. */
const COPY_TIMEOUT_MS = 15 * 60_000

export type CopyConnection = pg.Client & AsyncDisposable

/**
 * A connection like those of the pool, of its own for what one run copies: a COPY that breaks off leaves its connection
 * unusable, and the pool's client-side query timeout does not know when a COPY ends.
 */
export async function connectForCopy(pool: pg.Pool): Promise<CopyConnection> {
  const { query_timeout: _, ...options } = pool.options
  const client = new pg.Client({ ...options, statement_timeout: COPY_TIMEOUT_MS })
  client.on('error', () => {})
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
