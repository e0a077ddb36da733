import type { Config } from '@haowu/server/config.ts'
import { createDatabase, createPool, type Db } from '@haowu/server/db/database.ts'
import { createFileStore, type FileStore } from '@haowu/server/gateways/files.ts'
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
  return {
    db,
    pool,
    secrets,
    config,
    rail: createRailSimulator({ db, secret: secrets.railWebhook, publicUrl: config.publicUrl }),
    files: createFileStore(config, secrets.linkToken),
    [Symbol.asyncDispose]: () => pool.end(),
  }
}
