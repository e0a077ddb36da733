import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHECKOUT, DATA_DIR } from './checkout.ts'
import { JOBS_FLAGS } from './jobs-flags.ts'
import { keepRunning, type KeptProcess } from './keep-running.ts'
import type { Stoppable } from './running.ts'
import { serverConnections } from './server-connections.ts'
import { showLogLines } from './show-log-lines.ts'
import { StartRefused } from './stop-with-sentence.ts'

const DRAIN_MS = 25_000
/** A process that fails this often before it was ever ready will not get better. */
const HOPELESS_CRASHES = 4

export interface Product extends Stoppable {
  server: KeptProcess
  jobs: KeptProcess
}

/** Starts `server` and `jobs`, each in its own process that is started again when it crashes. */
export function runProduct(
  environment: NodeJS.ProcessEnv,
  { databaseIsHere }: { databaseIsHere: boolean },
): Product {
  const connections = databaseIsHere ? { DATABASE_POOL_MAX: String(serverConnections()) } : {}
  const server = runOurs(
    { name: 'server', script: 'server/src/main.ts', flags: [] },
    { ...connections, ...environment },
  )
  const jobs = runOurs({ name: 'jobs', script: 'jobs/src/main.ts', flags: JOBS_FLAGS }, environment)
  return {
    server,
    jobs,
    async stop() {
      await Promise.all([server.stop(), jobs.stop()])
    },
    kill() {
      server.kill()
      jobs.kill()
    },
  }
}

/** Waits until the server says that it can answer people. */
export async function waitUntilServed({ server, jobs }: Product, url: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (await isReady(url)) return
    for (const [name, child] of Object.entries({ server, jobs })) {
      if (child.crashesInARow() >= HOPELESS_CRASHES)
        throw new StartRefused(`\`${name}\` does not start: its last words are above.`)
    }
    await sleep(200)
  }
  throw new StartRefused(`The server is not ready after a minute: .data/logs/server.log says why.`)
}

interface Ours {
  name: string
  script: string
  /** For Node. */
  flags: string[]
}

function runOurs({ name, script, flags }: Ours, environment: NodeJS.ProcessEnv): KeptProcess {
  const chosenLevel = process.env.LOG_LEVEL
  return keepRunning({
    name,
    stopSignal: 'SIGTERM',
    killSignal: 'SIGKILL',
    patienceMs: DRAIN_MS,
    tell: line => console.log(line),
    spawn: () => {
      const child = spawnTied([...flags, path.join(CHECKOUT, script)], environment)
      showLogLines([child.stdout, child.stderr], {
        name,
        file: path.join(DATA_DIR, 'logs', `${name}.log`),
        // Whoever asks for a level wants to see it.
        ...(chosenLevel ? { from: 0 } : {}),
      })
      return child
    },
  })
}

/** A child in its own process group, so that Ctrl-C reaches us alone; should we be killed, the kernel ends it too. */
function spawnTied(nodeArgs: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', ...nodeArgs]
  const [command = '', ...args] = canTie() ? ['setpriv', '--pdeathsig=TERM', '--', ...node] : node
  return spawn(command, args, { cwd: CHECKOUT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

let tie: boolean | undefined
function canTie(): boolean {
  tie ??= spawnSync('setpriv', ['--pdeathsig=TERM', '--', 'true']).status === 0
  return tie
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(2_000) })
    return answer.ok
  } catch {
    return false
  }
}
