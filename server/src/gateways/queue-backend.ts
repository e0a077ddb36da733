import {
  type BackendFactory,
  createRedisBackend,
  type IQueueBackend,
  type PgPool,
  PostgresQueueBackend,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { APP_ROLE } from '#db/database.ts'
import { QUEUE_SCHEMA, QueueConnection } from './queue-connection.ts'

export type WorkQueue<Data> = Queue<Data, null, string, Data, null, string, IQueueBackend>
export type QueueWorker<Data> = Worker<Data, null, string, IQueueBackend>
type WorkerSettings = Omit<WorkerOptions, 'connection'>

/** What a worker is given; `attemptsStarted` is above 1 when somebody was given the job before. */
interface QueueJob<Data> {
  id?: string | undefined
  name: string
  data: Data
  attemptsStarted: number
}

/** The one place that knows which store carries the queues; what is built on it is the same for both. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis'
  openQueue<Data>(name: string): WorkQueue<Data>
  startWorker<Data>(
    name: string,
    work: (job: QueueJob<Data>) => Promise<null>,
    settings: WorkerSettings,
  ): QueueWorker<Data>
  /** Close queues and workers first; after this an `add` on PostgreSQL would wait for ever. */
  close(): Promise<void>
}

export interface QueueBackendSettings {
  databaseUrl: string
  redisUrl: string | undefined
  /** Connections to PostgreSQL, one of which listens. Unused with Redis. */
  poolMax: number
  onError: (error: Error) => void
}

/** Queues on Redis when it is configured, else on PostgreSQL (call `migrateQueueSchema` before). */
export function openQueueBackend(settings: QueueBackendSettings): QueueBackend {
  return settings.redisUrl === undefined ? onPostgres(settings) : onRedis(settings, settings.redisUrl)
}

/** Creates or updates the queues' tables as the owner of the database and lets the application use them. Safe to repeat. */
export async function migrateQueueSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await runMigrations(client, QUEUE_SCHEMA)
    // CREATE, because BullMQ makes a sequence for each queue when it meets it first.
    await client.query(`
      GRANT USAGE, CREATE ON SCHEMA ${QUEUE_SCHEMA} TO ${APP_ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${APP_ROLE};
      GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${APP_ROLE};
    `)
  } finally {
    await client.end()
  }
}

function onPostgres({ databaseUrl, poolMax, onError }: QueueBackendSettings): QueueBackend {
  // One pool for all queues and workers: left alone, each of them opens its own.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolMax,
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    application_name: 'haowu-queue',
    options: `-c role=${APP_ROLE} -c timezone=UTC -c search_path=${QUEUE_SCHEMA}`,
  })
  pool.on('error', onError)
  pool.on('connect', client => {
    client.on('error', onError)
    // On the one that listens, each worker waits for its own word.
    client.setMaxListeners(0)
  })
  // A real pool is what BullMQ asks for; its own description of one is only stricter about absent properties than pg's.
  const connection = new QueueConnection(pool as unknown as PgPool)
  const factory: BackendFactory<IQueueBackend> = (name, options, { withBlockingConnection } = {}) =>
    new PostgresQueueBackend(
      connection,
      name,
      { ...options, connection: connection.pool },
      true,
      withBlockingConnection ? name : undefined,
    )
  const close = async () => {
    await connection.end()
    await pool.end()
  }
  return buildBackend({ kind: 'postgres', factory, connection: {}, onError, close })
}

function onRedis({ onError }: QueueBackendSettings, redisUrl: string): QueueBackend {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, connectTimeout: 5_000, keepAlive: 10_000 })
  redis.on('error', onError)
  const close = async () => {
    redis.disconnect()
  }
  return buildBackend({ kind: 'redis', factory: createRedisBackend, connection: redis, onError, close })
}

interface BackendParts {
  kind: QueueBackend['kind']
  factory: BackendFactory<IQueueBackend>
  connection: Redis | Record<string, never>
  onError: (error: Error) => void
  close(): Promise<void>
}

function buildBackend({ kind, factory, connection, onError, close }: BackendParts): QueueBackend {
  return {
    kind,
    close,
    openQueue<Data>(name: string) {
      const queue: WorkQueue<Data> = new Queue(name, { connection }, factory)
      queue.on('error', onError)
      return queue
    },
    startWorker<Data>(name: string, work: (job: QueueJob<Data>) => Promise<null>, settings: WorkerSettings) {
      const worker: QueueWorker<Data> = new Worker(name, work, { ...settings, connection }, factory)
      worker.on('error', onError)
      return worker
    },
  }
}
