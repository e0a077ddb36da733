import type { Config } from '@haowu/server/config.ts'
import { createDatabase, createPool, type Db } from '@haowu/server/db/database.ts'
import { createFileStore, type FileStore } from '@haowu/server/gateways/files.ts'
import type { FeedHttp } from '@haowu/server/gateways/feed-http.ts'
import { createFeedHttp } from '@haowu/server/gateways/open-feed-http.ts'
import type { PaymentRail } from '@haowu/server/gateways/payment-rail.ts'
import { createRailSimulator } from '@haowu/server/gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets, type Secrets } from '@haowu/server/secrets.ts'
import type pg from 'pg'

/** What the use cases need, wired as the server wires it, without a port: the story is played before anybody looks. */
export interface Stage extends AsyncDisposable {
  db: Db
  pool: pg.Pool
  rail: PaymentRail
  files: FileStore
  feedHttp: FeedHttp
  secrets: Secrets
  config: Config
}

export function setStage(config: Config): Stage {
  const pool = createPool({
    url: config.databaseUrl,
    kind: 'worker',
    max: 4,
    onError: error => console.error(`      lost a connection: ${error.message}`),
  })
  const db = createDatabase(pool)
  const secrets = deriveSecrets(config.appSecret)
  const feedHttp = createFeedHttp({ allowLoopback: config.feedsLoopback })
  return {
    db,
    pool,
    secrets,
    config,
    rail: createRailSimulator({ db, secret: secrets.railWebhook, publicUrl: config.publicUrl }),
    files: createFileStore(config, secrets.linkToken),
    feedHttp,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([pool.end(), feedHttp.close()])
    },
  }
}
