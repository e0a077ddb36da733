import { type SpawnOptions, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/** How PostgreSQL's programs are run: under which user, and where binaries and data then stand. */
export interface PostgresUser {
  native: string
  dataDir: string
  /** Who must own the data folder; undefined when we need not, or cannot, change that. */
  owner: Owner | undefined
  /** Put before the program and its arguments. */
  wrapper: string[]
  spawnOptions: Pick<SpawnOptions, 'uid' | 'gid'>
  /** Something the person at the terminal should know. */
  remark?: string
}

interface Owner {
  uid: number
  gid: number
}

interface Place {
  native: string
  dataDir: string
}

/**
 * Chooses how to run PostgreSQL. An ordinary user runs it as itself. PostgreSQL refuses to run as root, so root hands
 * it to an unprivileged user, who yet must pass through folders that only root may enter. In order of preference:
 * a capability to pass folders (setpriv), a user namespace in which root's files belong to that user (unshare), and
 * last a copy in a folder everybody may enter.
 */
export function choosePostgresUser(place: Place): PostgresUser {
  if (process.getuid?.() !== 0) {
    return { ...place, owner: undefined, wrapper: endWithUs([]), spawnOptions: {} }
  }
  const owner = ownerOf(place.dataDir) ?? findNobody()
  const candidates = [throughCapability(place, owner), throughNamespace(place, owner)]
  return candidates.find(canRun) ?? throughCopy(place, owner)
}

/** Data that an ordinary user made stays theirs when root starts it. */
function ownerOf(folder: string): Owner | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

/** initdb looks its user up, so it must be one that the system knows; `nobody` exists everywhere. */
function findNobody(): Owner {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m)
  return { uid: Number(line?.[1] ?? 65_534), gid: Number(line?.[2] ?? 65_534) }
}

function throughCapability(place: Place, owner: Owner): PostgresUser {
  const capability = mayReadEverything() ? '+dac_read_search' : '+dac_override'
  const wrapper = endWithUs([
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    // access(2) would drop the capability for anybody but root, and PostgreSQL asks it about its own binaries.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
  ])
  return { ...place, owner, wrapper, spawnOptions: {} }
}

/** Reading suffices and is the smaller right, but Docker's default set has only the larger one. */
function mayReadEverything(): boolean {
  const effective = readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\s*([0-9a-f]+)/m)?.[1] ?? '0'
  return (BigInt(`0x${effective}`) & 4n) !== 0n
}

function throughNamespace(place: Place, { uid, gid }: Owner): PostgresUser {
  const wrapper = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return { ...place, owner: { uid: 0, gid: 0 }, wrapper, spawnOptions: {} }
}

function throughCopy({ native, dataDir }: Place, owner: Owner): PostgresUser {
  const home = openFolderOf(dataDir)
  const copy = path.join(home, 'native')
  mkdirSync(home, { recursive: true })
  chmodSync(home, 0o755)
  if (!existsSync(path.join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    mkdirSync(path.join(copy, 'complete'))
  }
  return {
    native: copy,
    dataDir: path.join(home, 'data'),
    owner,
    wrapper: [],
    spawnOptions: owner,
    remark: `PostgreSQL may not run as root and its user cannot enter this folder: its data is kept in ${home}.`,
  }
}

/** Where data stands that its owner could not reach inside the checkout. */
function openFolderOf(dataDir: string): string {
  return path.join('/var/tmp', `haowu-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
}

/** Every place where the data of this folder may stand: the folder itself, and the copy that the last resort makes. */
export function placesOfData(dataDir: string): string[] {
  return [dataDir, path.join(openFolderOf(dataDir), 'data')]
}

/** Removes the data, wherever it stands, and what was copied for its sake. */
export function removeData(dataDir: string): void {
  for (const place of [dataDir, openFolderOf(dataDir)]) rmSync(place, { recursive: true, force: true })
}

function canRun({ wrapper, native }: PostgresUser): boolean {
  const [command, ...args] = [...wrapper, path.join(native, 'bin/initdb'), '--version']
  return command !== undefined && spawnSync(command, args).status === 0
}

/** With setpriv at hand, the kernel ends PostgreSQL when we die without having been able to. */
function endWithUs(setprivArguments: string[]): string[] {
  const wanted = ['setpriv', '--pdeathsig=INT', ...setprivArguments, '--']
  if (setprivArguments.length > 0) return wanted
  return spawnSync('setpriv', ['--pdeathsig=INT', '--', 'true']).status === 0 ? wanted : []
}
