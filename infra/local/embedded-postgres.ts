import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { choosePort } from './free-port.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { prepareDataFolder, SUPERUSER } from './postgres-data-folder.ts'
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts'
import { StartRefused } from './stop-with-sentence.ts'

export interface PostgresSettings {
  dataDir: string
  password: string
  /** Taken when it is free, else another is chosen. */
  preferredPort?: number
  /** False gives up safety against a power cut for speed: for data that is thrown away. */
  durable: boolean
  maxConnections: number
}

export interface EmbeddedPostgres {
  /** Address of the database `postgres`, as superuser. */
  adminUrl: string
  port: number
  logFile: string
  remark: string | undefined
  /** Starts the server process again, on the same port, after it died. Not ready until `waitUntilReady` says so. */
  spawn(): ChildProcess
  /** The process of the last spawn. */
  process: ChildProcess
}

/**
 * Starts PostgreSQL 18 from the packaged binaries on the loopback address, and waits until it answers.
 * The data folder is made on first use. Throws StartRefused with a sentence for a person.
 */
export async function startEmbeddedPostgres(settings: PostgresSettings): Promise<EmbeddedPostgres> {
  const native = findPostgresBinaries()
  mkdirSync(path.dirname(settings.dataDir), { recursive: true, mode: 0o700 })
  const user = choosePostgresUser({ native, dataDir: settings.dataDir })
  prepareDataFolder(user, settings)
  const port = await choosePort(settings.preferredPort)
  const logFile = `${settings.dataDir}.log`
  const server: EmbeddedPostgres = {
    adminUrl: `postgres://${SUPERUSER}:${settings.password}@127.0.0.1:${port}/postgres`,
    port,
    logFile,
    remark: user.remark,
    spawn() {
      server.process = spawnServer(user, { logFile, args: serverArguments(settings, port) })
      return server.process
    },
    process: spawnServer(user, { logFile, args: serverArguments(settings, port) }),
  }
  await waitUntilReady(server)
  return server
}

/** Waits until the server answers a query; crash recovery may take its time. Throws StartRefused when it ends instead. */
export async function waitUntilReady(server: EmbeddedPostgres): Promise<void> {
  const deadline = Date.now() + 120_000
  while (server.process.exitCode === null && server.process.signalCode === null && Date.now() < deadline) {
    if (await answers(server.adminUrl)) return
    await sleep(40)
  }
  throw new StartRefused(`PostgreSQL did not start: ${server.logFile} says why.`)
}

/** A fast shutdown: running transactions are rolled back, everything is written. Resolves when the process is gone. */
export async function stopEmbeddedPostgres(server: EmbeddedPostgres): Promise<void> {
  const { process: child } = server
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGINT')
  const impatience = setTimeout(() => child.kill('SIGQUIT'), 20_000)
  await gone
  clearTimeout(impatience)
}

function spawnServer(
  user: PostgresUser,
  { logFile, args }: { logFile: string; args: string[] },
): ChildProcess {
  const [command, ...first] = [...user.wrapper, path.join(user.native, 'bin/postgres'), '-D', user.dataDir]
  const log = openSync(logFile, 'a', 0o600)
  try {
    // Its own process group: Ctrl-C must reach us alone, so that server and jobs drain while the database still runs.
    return spawn(command, [...first, ...args], {
      ...user.spawnOptions,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

function serverArguments({ durable, maxConnections }: PostgresSettings, port: number): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    // A socket file's path may be too long, or stand where the server's user must not write.
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable
      ? {}
      : {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          wal_level: 'minimal',
          max_wal_senders: 0,
          // A table that was never counted looks large; to start two helpers for ten rows took longer than the tests did.
          max_parallel_workers_per_gather: 0,
        }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
