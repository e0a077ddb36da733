import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DATA_DIR } from './checkout.ts'
import { startEmbeddedPostgres, stopEmbeddedPostgres } from './embedded-postgres.ts'
import { removeData } from './postgres-user.ts'
import type { Stoppable } from './running.ts'

const PREFIX = 'throwaway-'

export interface ThrowawayPostgres extends Stoppable {
  url: string
}

/**
 * A PostgreSQL of one's own that is removed when it stops. Unless `durable` it trades safety against a power cut for
 * speed; whoever measures wants it durable.
 */
export async function startThrowawayPostgres({ durable = false } = {}): Promise<ThrowawayPostgres> {
  removeLeftovers()
  const folder = path.join(DATA_DIR, `${PREFIX}${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const remove = () => removeFolder(folder)
  const server = await startEmbeddedPostgres({
    dataDir: dataIn(folder),
    password: randomBytes(12).toString('hex'),
    durable,
    maxConnections: 300,
  })
  return {
    url: server.adminUrl,
    async stop() {
      await stopEmbeddedPostgres(server)
      remove()
    },
    kill() {
      server.process.kill('SIGQUIT')
      remove()
    },
  }
}

function dataIn(folder: string): string {
  return path.join(folder, 'postgres')
}

function removeFolder(folder: string): void {
  removeData(dataIn(folder))
  rmSync(folder, { recursive: true, force: true })
}

/** Folders of runs that were killed before they could tidy up. */
function removeLeftovers(): void {
  if (!existsSync(DATA_DIR)) return
  for (const name of readdirSync(DATA_DIR)) {
    if (name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length)))) {
      removeFolder(path.join(DATA_DIR, name))
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
