import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from './embedded-postgres.ts'
import { keepRunning } from './keep-running.ts'
import { findRunningServer } from './postgres-data-folder.ts'
import { removeData } from './postgres-user.ts'

const isRoot = process.getuid?.() === 0

let folder: string
let server: EmbeddedPostgres | undefined

beforeEach(() => {
  // Root's home is closed to the user that PostgreSQL then runs as, which is the case that has to work.
  folder = mkdtempSync(path.join(isRoot ? homedir() : tmpdir(), 'haowu-postgres-'))
  chmodSync(folder, 0o700)
})
afterEach(async () => {
  if (server) await stopEmbeddedPostgres(server)
  server = undefined
  vi.unstubAllEnvs()
  removeData(path.join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
})

async function start({ durable = false } = {}): Promise<EmbeddedPostgres> {
  server = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'data'),
    password: 'only-for-this-test',
    durable,
    maxConnections: 20,
  })
  return server
}

describe('embedded PostgreSQL', () => {
  test('is version 18, sorts text the same everywhere, and lets nobody in without the password', async () => {
    const { adminUrl } = await start()
    const { rows } = await query(
      adminUrl,
      `SELECT current_setting('server_version') AS version, datlocprovider AS provider, datlocale AS locale
       FROM pg_database WHERE datname = 'postgres'`,
    )
    expect(rows).toEqual([{ version: expect.stringMatching(/^18\./), provider: 'b', locale: 'C.UTF-8' }])
    await expect(query(adminUrl.replace('only-for-this-test', 'guess'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    })
  })

  test('keeps its data between two starts', async () => {
    await query((await start()).adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
    if (server) await stopEmbeddedPostgres(server)
    expect((await query((await start()).adminUrl, 'SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }])
  })

  test('comes back on the same port after kill -9', async () => {
    const running = await start({ durable: true })
    await query(running.adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const kept = keepRunning(
      {
        name: 'PostgreSQL',
        stopSignal: 'SIGINT',
        killSignal: 'SIGQUIT',
        patienceMs: 10_000,
        tell: () => {},
        spawn: () => running.spawn(),
      },
      running.process,
    )
    running.process.kill('SIGKILL')
    await expect
      .poll(async () => (await query(running.adminUrl, 'SELECT answer FROM kept')).rows, { timeout: 20_000 })
      .toEqual([{ answer: 42 }])
    await kept.stop()
  })

  test('a folder in use by a living server is refused with the process to stop', async () => {
    const { pid } = (await start()).process
    expect(findRunningServer(path.join(folder, 'data'))?.pid).toBe(pid)
    const first = server
    await expect(start()).rejects.toThrow(
      `PostgreSQL already runs on ${path.join(folder, 'data')} (process ${pid})`,
    )
    server = first
  })

  test('a folder of another major version is refused, not touched', async () => {
    await stopEmbeddedPostgres(await start())
    server = undefined
    const version = path.join(folder, 'data/PG_VERSION')
    writeFileSync(version, '16\n')
    await expect(start()).rejects.toThrow('was made by PostgreSQL 16, and this is 18')
    expect(readFileSync(version, 'utf8')).toBe('16\n')
  })

  test('the note of a dead server does not stand in the way, even if its number was given away', async () => {
    await stopEmbeddedPostgres(await start())
    writeFileSync(path.join(folder, 'data/postmaster.pid'), `${process.pid}\n${folder}/data\n1\n5432\n`)
    expect((await query((await start()).adminUrl, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  test.runIf(isRoot)('as root, runs inside a folder that only root may enter, as somebody else', async () => {
    const { process: child } = await start()
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    expect(status).toMatch(/^Uid:\s+[1-9]/m)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(path.join(folder, 'data')).uid).not.toBe(0)
  })

  test.runIf(isRoot).each([
    ['without setpriv, in a user namespace', ['unshare']],
    ['without either, from a copy that everybody may enter', []],
  ])('as root %s, keeps its data between two starts too', async (_how, tools) => {
    const bin = path.join(folder, 'bin')
    mkdirSync(bin)
    for (const tool of tools) symlinkSync(`/usr/bin/${tool}`, path.join(bin, tool))
    vi.stubEnv('PATH', bin)
    await query((await start()).adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
    if (server) await stopEmbeddedPostgres(server)
    expect((await query((await start()).adminUrl, 'SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }])
  })
})

async function query(connectionString: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
