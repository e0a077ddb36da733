import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'

const CHECKOUT = path.join(import.meta.dirname, '../..')
const READY_WITHIN_MS = 60_000

/** The product as people meet it: its two processes on a database of their own. */
export interface Stack extends AsyncDisposable {
  origin: string
  database: TestDatabase
  environment: Record<string, string>
}

/** Starts server and jobs and waits until the server can answer. Use with `await using`. */
export async function startStack(): Promise<Stack> {
  const database = await createTestDatabase()
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-story-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const environment = {
    DATABASE_URL: database.url,
    PORT: String(port),
    PUBLIC_URL: origin,
    FILES_DIR: folder,
    DEMO: 'true',
    RATE_LIMITS: 'false',
    FEEDS_LOOPBACK: 'true',
    LOG_LEVEL: 'warn',
    ...(process.env.TEST_QUEUE_REDIS_URL ? { REDIS_URL: process.env.TEST_QUEUE_REDIS_URL } : {}),
  }
  const children = ['server/src/main.ts', 'jobs/src/main.ts'].map(script => start(script, environment))
  const stop = async () => {
    await Promise.all(children.map(end))
    await database[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(origin, children)
  } catch (error) {
    await stop()
    throw error
  }
  return { origin, database, environment, [Symbol.asyncDispose]: stop }
}

function start(script: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [path.join(CHECKOUT, script)], {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function untilReady(origin: string, children: ChildProcess[]): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    const gone = children.find(child => child.exitCode !== null)
    if (gone) throw new Error(`${gone.spawnargs.at(-1)} ended with ${gone.exitCode}`)
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    if (answer?.ok) return
    await sleep(150)
  }
  throw new Error(`the server was not ready within ${READY_WITHIN_MS} ms`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  const forced = setTimeout(() => child.kill('SIGKILL'), 25_000)
  await exited
  clearTimeout(forced)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
