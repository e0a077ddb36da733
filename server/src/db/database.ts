import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from './database-types.ts'
import { PlanKeepingClient } from './kept-plan.ts'

/** Every table of the application, as generated from the migrated schema. */
export type Database = DB
export type Db = Kysely<Database>
export type { Transaction } from 'kysely'

export interface PoolSettings {
  url: string
  /** `server` answers people and gives up early; `worker` runs batches and may take its time. */
  kind: 'server' | 'worker'
  max?: number
  onError: (error: Error) => void
}

const TIMEOUTS = {
  server: { statement: 5_000, lock: 2_000, idleInTransaction: 10_000, query: 8_000 },
  worker: { statement: 60_000, lock: 5_000, idleInTransaction: 60_000, query: 90_000 },
} as const

/**
 * A connection keeps its plans, its view of the catalogue and the pages it has mapped; after the ten seconds that `pg` waits by
 * itself, each quiet minute would be followed by requests several times slower.
 */
const IDLE_MS = 10 * 60_000

/** The login of the URL migrates; at run time each connection acts as this role, which cannot touch the ledger's tables. */
export const APP_ROLE = 'haowu_app'

const INT8_OID = 20
pg.types.setTypeParser(INT8_OID, BigInt)

const DATE_OID = 1082
pg.types.setTypeParser(DATE_OID, (text: string) => text)

/** A pool in which no wait is endless and no lost connection ends the process. */
export function createPool({ url, kind, max = 20, onError }: PoolSettings): pg.Pool {
  const timeouts = TIMEOUTS[kind]
  const pool = new pg.Pool({
    Client: PlanKeepingClient,
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: IDLE_MS,
    query_timeout: timeouts.query,
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.idleInTransaction,
    keepAlive: true,
    application_name: `haowu-${kind}`,
    options: `-c role=${APP_ROLE} -c timezone=UTC`,
  })
  // Without these two listeners a failover ends the whole process: pg emits on the client that is checked out.
  pool.on('error', onError)
  pool.on('connect', client => client.on('error', onError))
  return pool
}

/** Column names are camelCase in code and snake_case in SQL; keys inside jsonb are left alone. */
export function createDatabase(pool: pg.Pool): Db {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}
