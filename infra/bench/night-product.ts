import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from '../local/free-port.ts'
import { JOBS_FLAGS } from '../local/jobs-flags.ts'
import { serverConnections } from '../local/server-connections.ts'

const CHECKOUT = path.join(import.meta.dirname, '../..')
const READY_WITHIN_MS = 60_000

export interface RunningProduct extends AsyncDisposable {
  origin: string
  port: number
}

/** Server and jobs, each a process, as `npm start` runs them; nobody is limited, because all buyers have one address. */
export async function startProduct(databaseUrl: string): Promise<RunningProduct> {
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-night-'))
  const port = await choosePort(undefined)
  const origin = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: origin,
    FILES_DIR: folder,
    RATE_LIMITS: 'false',
    LOG_LEVEL: 'warn',
  }
  const run = (args: string[], more: NodeJS.ProcessEnv) =>
    spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: { ...env, ...more },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const children = [
    run([path.join(CHECKOUT, 'server/src/main.ts')], { DATABASE_POOL_MAX: String(serverConnections()) }),
    run([...JOBS_FLAGS, path.join(CHECKOUT, 'jobs/src/main.ts')], {}),
  ]
  const stop = async () => {
    await Promise.all(children.map(end))
    await rm(folder, { recursive: true, force: true })
  }
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline && children.every(({ exitCode }) => exitCode === null)) {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    if (answer?.ok) return { origin, port, [Symbol.asyncDispose]: stop }
    await sleep(200)
  }
  await stop()
  throw new Error('the product did not become ready')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const cut = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await gone
  clearTimeout(cut)
}
