import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { type PostgresUser, placesOfData } from './postgres-user.ts'
import { StartRefused } from './stop-with-sentence.ts'

const MAJOR_VERSION = '18'
export const SUPERUSER = 'haowu'

/**
 * Makes the data folder when there is none, and sees that an existing one can be started.
 * Throws StartRefused when a living server uses it, or another major version or another user made it.
 */
export function prepareDataFolder(
  user: PostgresUser,
  { password, durable }: { password: string; durable: boolean },
): void {
  const { dataDir } = user
  refuseForeignOwner(user)
  const version = readText(path.join(dataDir, 'PG_VERSION'))?.trim()
  if (version === undefined) {
    createCluster(user, { password, durable })
    return
  }
  if (version !== MAJOR_VERSION) {
    throw new StartRefused(
      `The data in ${dataDir} was made by PostgreSQL ${version}, and this is ${MAJOR_VERSION}: begin anew with \`npm start -- --reset\`, or move it through pg_dump.`,
    )
  }
  refuseLivingServer(dataDir)
  giveTo(user)
}

/** The process id and port of the server that runs on this data, wherever it stands, or undefined when none does. */
export function findRunningServer(dataDir: string): RunningServer | undefined {
  return placesOfData(dataDir)
    .map(readRunningServer)
    .find(running => running !== undefined)
}

interface RunningServer {
  pid: number
  port: number
}

function readRunningServer(dataDir: string): RunningServer | undefined {
  const lines = readText(path.join(dataDir, 'postmaster.pid'))?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 1) return undefined
  // After a reboot, or in a new container, the number may be somebody else's.
  const command = readText(`/proc/${pid}/cmdline`)
  if (!command?.includes('postgres')) return undefined
  return { pid, port: Number(lines[3]) }
}

function refuseLivingServer(dataDir: string): void {
  const running = readRunningServer(dataDir)
  if (running) {
    throw new StartRefused(
      `PostgreSQL already runs on ${dataDir} (process ${running.pid}): stop the other \`npm start\` of this folder first, or \`kill ${running.pid}\`.`,
    )
  }
  // The number of a dead server may have been given to another process of the same user, at which PostgreSQL balks.
  rmSync(path.join(dataDir, 'postmaster.pid'), { force: true })
}

function refuseForeignOwner({ dataDir }: PostgresUser): void {
  const found = statSync(dataDir, { throwIfNoEntry: false })
  const me = process.getuid?.()
  if (!found || me === 0 || found.uid === me) return
  throw new StartRefused(
    `${dataDir} belongs to another user (number ${found.uid}): start as that user (or as root, if root made it), or remove the folder.`,
  )
}

function createCluster(
  user: PostgresUser,
  { password, durable }: { password: string; durable: boolean },
): void {
  const { dataDir } = user
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new StartRefused(
      `${dataDir} is not empty, yet holds no PostgreSQL data: remove it, then start again.`,
    )
  }
  mkdirSync(dataDir, { recursive: true })
  const passwordFile = `${dataDir}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user.owner) chownSync(passwordFile, user.owner.uid, user.owner.gid)
  giveTo(user)
  try {
    runInitdb(user, passwordFile, durable)
  } catch (error) {
    // A half-made cluster would be taken for a whole one at the next start.
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function runInitdb(user: PostgresUser, passwordFile: string, durable: boolean): void {
  const [command = '', ...args] = [
    ...user.wrapper,
    path.join(user.native, 'bin/initdb'),
    `--pgdata=${user.dataDir}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever its libc says.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]
  const { status, stderr, error } = spawnSync(command, args, {
    ...user.spawnOptions,
    cwd: '/',
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0) {
    throw new StartRefused(
      `PostgreSQL's data folder could not be made in ${user.dataDir}: ${(stderr || String(error)).trim().split('\n').slice(-3).join(' ')}`,
    )
  }
}

function giveTo({ dataDir, owner }: PostgresUser): void {
  chmodSync(dataDir, 0o700)
  if (!owner || statSync(dataDir).uid === owner.uid) return
  for (const entry of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(dataDir, entry), owner.uid, owner.gid)
  }
  lchownSync(dataDir, owner.uid, owner.gid)
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
