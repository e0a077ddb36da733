import { openQueueBackend, type QueueBackend } from '@haowu/server/gateways/queue-backend.ts'
import { Redis } from 'ioredis'
import pg from 'pg'

const redisUrl = process.env.TEST_REDIS_URL

/** Both stores of queues; without a Redis its rows are left out, except where nothing may be left out. */
export const BACKENDS: QueueBackend['kind'][] =
  redisUrl !== undefined || process.env.CI === 'true' ? ['postgres', 'redis'] : ['postgres']

export interface TestBackend extends AsyncDisposable {
  backend: QueueBackend
  redisUrl: string | undefined
  /** Takes everything out of the store, as an operator's FLUSHALL or a lost disk would. */
  flush(): Promise<void>
}

/** `redisDatabase` keeps test files apart that run at the same time. */
export async function openTestBackend(
  kind: QueueBackend['kind'],
  databaseUrl: string,
  redisDatabase: number,
): Promise<TestBackend> {
  const url = kind === 'redis' ? redisUrlOf(redisDatabase) : undefined
  const backend = openQueueBackend({
    databaseUrl,
    redisUrl: url,
    poolMax: 9,
    onError: () => {},
  })
  const flush = () => (url === undefined ? emptySchema(databaseUrl) : emptyRedis(url))
  if (url !== undefined) await flush()
  return { backend, redisUrl: url, flush, [Symbol.asyncDispose]: () => backend.close() }
}

function redisUrlOf(database: number): string {
  if (redisUrl === undefined) throw new Error('TEST_REDIS_URL is missing')
  const url = new URL(redisUrl)
  url.pathname = `/${database}`
  return url.href
}

async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url)
  await redis.flushdb()
  redis.disconnect()
}

async function emptySchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT format('queue.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'queue' AND tablename <> 'migration'",
    )
    await client.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')}`)
  } finally {
    await client.end()
  }
}
