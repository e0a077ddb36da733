import { setTimeout as sleep } from 'node:timers/promises'
import { type AppDeps, createApp } from './app.ts'
import { type Config, ConfigError, parseConfig } from './config.ts'
import { createDatabase, createPool } from './db/database.ts'
import { createLiveHub } from './domain/live/live-hub.ts'
import { createPoster } from './domain/ledger/group-posts.ts'
import { createFileStore } from './gateways/files.ts'
import { createMailSimulator } from '#gateways/mail/mail-simulator.ts'
import { createFeedHttp } from './gateways/open-feed-http.ts'
import { openQueueBackend } from './gateways/queue-backend.ts'
import { createCarrierSimulator } from './gateways/carrier-simulator/create-carrier-simulator.ts'
import { createChannelSimulator } from './gateways/channel-simulator/create-channel-simulator.ts'
import { createRailSimulator } from './gateways/rail-simulator/create-rail-simulator.ts'
import { createAuth } from './http/auth.ts'
import { serve } from './http/serve.ts'
import { queueBoard } from './http/queue-board.ts'
import { createLog } from './log.ts'
import { deriveSecrets } from './secrets.ts'
import { startSimulators } from './start-simulators.ts'

/** The server process: builds what `createApp` needs, listens, and leaves without dropping an answer. */
const config = readConfig()
const log = createLog(config.logLevel)
const onError = (error: unknown) => log.warn({ err: error }, 'a connection was lost or refused')
const pool = createPool({ url: config.databaseUrl, kind: 'server', max: config.databasePoolMax, onError })
const db = createDatabase(pool)
const secrets = deriveSecrets(config.appSecret)
const deps: AppDeps = {
  config,
  db,
  pool,
  rail: createRailSimulator({ db, secret: secrets.railWebhook, publicUrl: config.publicUrl }),
  carriers: createCarrierSimulator({ db, secret: secrets.carrierWebhook }),
  channel: createChannelSimulator({ db, secret: secrets.channelWebhook }),
  files: createFileStore(config, secrets.linkToken),
  feedHttp: createFeedHttp({ allowLoopback: config.feedsLoopback }),
  auth: createAuth({ config, db, secrets, log, mail: createMailSimulator({ db }) }),
  log,
  secrets,
  poster: createPoster(pool),
  live: createLiveHub({ db, databaseUrl: config.databaseUrl, onError }),
}
const { databaseUrl, redisUrl } = config
const queues = openQueueBackend({ databaseUrl, redisUrl, poolMax: 4, onError })
const server = await serve(createApp(deps, { queueBoard: queueBoard(deps, queues) }), config).catch(
  refuseToStart,
)
const simulators = startSimulators({ db, secrets, localUrl: server.localUrl, onError })
log.info({ url: config.publicUrl }, 'listening')

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave(signal))

/** Answers what was asked, takes nothing new, then closes what it opened. */
async function leave(signal: string): Promise<void> {
  log.info({ signal }, 'draining')
  // Streams of events never end by themselves; their browsers come back to another process.
  await Promise.all([deps.live.close(), server.drain()])
  await Promise.race([
    Promise.allSettled([simulators.stop(), deps.poster.close(), queues.close()]),
    sleep(3_000),
  ])
  await Promise.race([pool.end(), sleep(2_000)])
  process.exit(0)
}

function readConfig(): Config {
  try {
    return parseConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigError) return refuseToStart(error)
    throw error
  }
}

/** One sentence and a code, not a stack: whoever reads it has to fix a setting, not our code. */
function refuseToStart(error: Error): never {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
