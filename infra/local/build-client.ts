import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CHECKOUT, DATA_DIR } from './checkout.ts'
import { runQuietly } from './run-quietly.ts'
import { StartRefused } from './stop-with-sentence.ts'

const CLIENT = path.join(CHECKOUT, 'client')
const NOTE = path.join(DATA_DIR, 'client-build')
const SOURCES = [
  'client/src',
  'client/public',
  'client/index.html',
  'client/vite.config.ts',
  'shared/src',
  'package-lock.json',
]

/** True when client/dist was built from what the sources say now. */
export function clientIsBuilt(): boolean {
  if (!existsSync(path.join(CLIENT, 'dist/index.html')) || !existsSync(NOTE)) return false
  return readFileSync(NOTE, 'utf8') === digestSources(SOURCES)
}

/** Builds client/dist with Vite and notes from which sources. Throws StartRefused with Vite's words when it fails. */
export async function buildClient(): Promise<void> {
  const digest = digestSources(SOURCES)
  const vite = path.join(CHECKOUT, 'node_modules/vite/bin/vite.js')
  const { code, output } = await runQuietly(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: CLIENT,
  })
  if (code !== 0)
    throw new StartRefused(`${output.trim()}\n\nThe client could not be built: Vite says why above.`)
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 })
  writeFileSync(NOTE, digest)
}

/** A digest of names and contents, so that a touched but unchanged file builds nothing. */
export function digestSources(sources: string[], base = CHECKOUT): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of listFiles(path.join(base, source))) {
      hash.update(path.relative(base, file)).update('\0').update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

function listFiles(place: string): string[] {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
}
