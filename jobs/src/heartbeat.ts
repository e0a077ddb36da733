import { randomUUID } from 'node:crypto'
import type { Db } from '@haowu/server/db/database.ts'
import { sql } from 'kysely'
import type { Logger } from 'pino'

const BEAT_MS = 5_000

export interface HeartbeatDeps {
  db: Db
  log: Logger
  /** For the record: which store carries the queues. */
  backend: 'postgres' | 'redis'
}

/**
 * Tells in the database that this process lives, so that the server's health page and a launcher can see it. A row that has
 * not been renewed for half a minute belongs to a process that is gone. Returns what stops it and takes the row away.
 */
export async function startHeartbeat({ db, log, backend }: HeartbeatDeps): Promise<() => Promise<void>> {
  const id = randomUUID()
  const beat = async () => {
    try {
      await sql`
        INSERT INTO jobs_heartbeat (id, backend) VALUES (${id}, ${backend})
        ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp()
      `.execute(db)
      await sql`DELETE FROM jobs_heartbeat WHERE beat_at < clock_timestamp() - interval '1 hour'`.execute(db)
    } catch (error) {
      log.warn({ err: error }, 'the heartbeat could not be written')
    }
  }
  let beating = beat()
  await beating
  const timer = setInterval(() => {
    beating = beat()
  }, BEAT_MS)
  return async () => {
    clearInterval(timer)
    await beating
    await sql`DELETE FROM jobs_heartbeat WHERE id = ${id}`.execute(db).catch(() => {})
  }
}
