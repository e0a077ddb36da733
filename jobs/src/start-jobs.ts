import type { Config } from '@haowu/server/config.ts'
import { createDatabase, createPool } from '@haowu/server/db/database.ts'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { createFeedHttp } from '@haowu/server/gateways/open-feed-http.ts'
import { migrateQueueSchema, openQueueBackend } from '@haowu/server/gateways/queue-backend.ts'
import {
  createBankSimulator,
  OUR_BANK_ACCOUNT,
} from '@haowu/server/gateways/bank-simulator/create-bank-simulator.ts'
import { createRailBills } from '@haowu/server/gateways/rail-simulator/create-rail-bills.ts'
import { createCarrierSimulator } from '@haowu/server/gateways/carrier-simulator/create-carrier-simulator.ts'
import { createChannelSimulator } from '@haowu/server/gateways/channel-simulator/create-channel-simulator.ts'
import { createRailSimulator } from '@haowu/server/gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { QUEUE_NAMES } from '@haowu/shared/queue-names.ts'
import type { Logger } from 'pino'
import { startHeartbeat } from './heartbeat.ts'
import type { JobDeps } from './job-deps.ts'
import { QUEUES } from './queues.ts'
import { refuseClockSkew } from './refuse-clock-skew.ts'
import { refuseUnmigrated } from './refuse-unmigrated.ts'
import { type RunningQueues, startQueues } from './start-queues.ts'
import { within } from './within.ts'

const CLOSE_MS = 3_000
/** One listens for all workers; the rest is for claiming and finishing jobs. */
const QUEUE_CONNECTIONS = 9

export interface RunningJobs {
  queues: RunningQueues
  /** Ends within 20 s. */
  stop(): Promise<void>
}

/**
 * Connects, checks the clock and starts all background work. Throws when the database is away, is not migrated, or when
 * the clock is wrong; later losses of the database or of Redis are survived.
 */
export async function startJobs(config: Config, log: Logger): Promise<RunningJobs> {
  const onError = (error: Error) => log.warn({ err: error }, 'a connection was lost')
  const pool = createPool({ url: config.databaseUrl, kind: 'worker', max: config.databasePoolMax, onError })
  const db = createDatabase(pool)
  try {
    await refuseClockSkew(db)
    await refuseUnmigrated(db)
    if (config.redisUrl === undefined) await migrateQueueSchema(config.databaseUrl)
  } catch (error) {
    await pool.end()
    throw error
  }
  const secrets = deriveSecrets(config.appSecret)
  const rail = createRailSimulator({ db, secret: secrets.railWebhook, publicUrl: config.publicUrl })
  const carriers = createCarrierSimulator({ db, secret: secrets.carrierWebhook })
  const channel = createChannelSimulator({ db, secret: secrets.channelWebhook })
  const railBills = createRailBills({ db, secret: secrets.railWebhook })
  const bank = createBankSimulator({ db, ...OUR_BANK_ACCOUNT })
  const files = createFileStore(config, secrets.linkToken)
  const feedHttp = createFeedHttp({ allowLoopback: config.feedsLoopback })
  const deps: JobDeps = { db, pool, rail, carriers, channel, railBills, bank, files, feedHttp, secrets, log }
  const backend = openQueueBackend({ ...config, poolMax: QUEUE_CONNECTIONS, onError })
  const queues = startQueues(deps, backend, QUEUES)
  const stopHeartbeat = await startHeartbeat({ db, log, backend: backend.kind })
  log.info({ queues: QUEUE_NAMES.length, backend: backend.kind }, 'jobs ready')
  return {
    queues,
    async stop() {
      await queues.stop()
      await stopHeartbeat()
      await within(
        CLOSE_MS,
        Promise.all([backend.close(), pool.end(), feedHttp.close()]),
        'closing connections',
      ).catch(() => {})
    },
  }
}
