import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { DATA_DIR } from './checkout.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { findRunningServer, SUPERUSER } from './postgres-data-folder.ts'
import { writeWhole } from './write-whole.ts'

const DATABASE = 'haowu'
export const POSTGRES_DATA = path.join(DATA_DIR, 'postgres')
const NOTE = path.join(DATA_DIR, 'postgres.json')

/** What outlives a run: the password is part of the data folder, the port keeps bookmarks of database tools valid. */
interface Note {
  password: string
  port?: number
}

/** Starts the PostgreSQL of this checkout, with the application's database in it. */
export async function startLocalDatabase(): Promise<{ server: EmbeddedPostgres; url: string }> {
  const note = readNote() ?? { password: randomBytes(18).toString('base64url') }
  writeNote(note)
  const server = await startEmbeddedPostgres({
    dataDir: POSTGRES_DATA,
    password: note.password,
    ...(note.port === undefined ? {} : { preferredPort: note.port }),
    durable: true,
    maxConnections: 200,
  })
  writeNote({ ...note, port: server.port })
  await createDatabase(server.adminUrl)
  return { server, url: urlOf(note.password, server.port) }
}

/** The address of this checkout's database while `npm start` runs it, or undefined. */
export function findRunningDatabase(): string | undefined {
  const running = findRunningServer(POSTGRES_DATA)
  const note = readNote()
  return running && note ? urlOf(note.password, running.port) : undefined
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}

function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`
}

function readNote(): Note | undefined {
  try {
    return JSON.parse(readFileSync(NOTE, 'utf8'))
  } catch {
    return undefined
  }
}

function writeNote(note: Note): void {
  writeWhole(NOTE, JSON.stringify(note))
}
