import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { migrateToLatest } from '#db/migrate.ts'
import { registerAgencies } from './register-agencies.ts'

/** Vitest's global setup: builds the migrated database that each test file clones, once per state of the migrations. */
export default async function setup(): Promise<void> {
  const adminUrl = process.env.TEST_DATABASE_URL
  if (!adminUrl) throw new Error('No test database: run the tests with `npm test`.')
  const name = `haowu_template_${migrationsDigest()}`
  process.env.TEST_DATABASE_TEMPLATE = name
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('haowu template'))")
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 1) return
    await client.query(`DROP DATABASE IF EXISTS ${name}_building WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}_building`)
    const url = new URL(adminUrl)
    url.pathname = `/${name}_building`
    await migrateToLatest(url.href)
    await seed(url.href)
    await client.query(`ALTER DATABASE ${name}_building RENAME TO ${name}`)
  } finally {
    await client.end()
  }
}

async function seed(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await registerAgencies(client)
  } finally {
    await client.end()
  }
}

function migrationsDigest(): string {
  const folder = path.join(import.meta.dirname, '../src/db/migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort())
    hash.update(file).update(readFileSync(path.join(folder, file)))
  hash.update(readFileSync(path.join(import.meta.dirname, 'register-agencies.ts')))
  return hash.digest('hex').slice(0, 12)
}
