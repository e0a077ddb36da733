import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Config, parseConfig } from '@haowu/server/config.ts'
import { CHECKOUT, DATA_DIR } from './checkout.ts'
import { writeWhole } from './write-whole.ts'

type Environment = Record<string, string | undefined>

export interface StartSettings {
  config: Config
  /** Undefined when the database is ours. */
  externalDatabaseUrl: string | undefined
  /** What server and jobs get, but for the address of our own database. */
  environment: Environment
}

const PLACEHOLDER_URL = 'postgres://haowu@127.0.0.1/haowu'

/** Settings from `.env` and the environment, with the defaults of a local start. Throws ConfigError for wrong ones. */
export function readStartSettings(): StartSettings {
  const file = path.join(CHECKOUT, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const given: Environment = process.env
  const externalDatabaseUrl = given.DATABASE_URL || undefined
  const environment = withLocalDefaults(given)
  const config = parseConfig({ ...environment, DATABASE_URL: externalDatabaseUrl ?? PLACEHOLDER_URL })
  return { config, externalDatabaseUrl, environment }
}

/** Demo accounts unless in production, files inside the checkout, and a secret of this checkout's own. */
export function withLocalDefaults(given: Environment, dataDir = DATA_DIR): Environment {
  return {
    ...given,
    DEMO: given.DEMO || String(given.NODE_ENV !== 'production'),
    FEEDS_LOOPBACK: given.FEEDS_LOOPBACK || String(given.NODE_ENV !== 'production'),
    FILES_DIR: given.FILES_DIR || path.join(dataDir, 'files'),
    APP_SECRET: given.APP_SECRET || readOrMakeSecret(path.join(dataDir, 'secret')),
  }
}

/** Made once, so that a restart keeps people signed in and signed reports verifiable. */
export function readOrMakeSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = randomBytes(48).toString('base64url')
  writeWhole(file, `${secret}\n`)
  return secret
}
