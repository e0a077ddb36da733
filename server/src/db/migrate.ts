import { promises as fs } from 'node:fs'
import path from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'

export class MigrationRefused extends Error {
  override name = 'MigrationRefused'
}

const OLDEST_POSTGRES = 15

/**
 * Brings the schema to the newest migration, as the owner of the database.
 * Refuses a server older than PostgreSQL 15 and a schema that has migrations this code does not know.
 * Returns the names of the migrations it applied.
 */
export async function migrateToLatest(databaseUrl: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 10_000 })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseOldServer(pool)
    const migrator = new Migrator({
      db,
      provider: new FileMigrationProvider({
        fs,
        path,
        migrationFolder: path.join(import.meta.dirname, 'migrations'),
        import: (module: string) => import(module),
      }),
    })
    await refuseNewerSchema(pool, migrator)
    const { error, results = [] } = await migrator.migrateToLatest()
    if (error) throw error
    return results.map(result => result.migrationName)
  } finally {
    await db.destroy()
  }
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query("SELECT current_setting('server_version_num')::int / 10000 AS major")
  const major: number = rows[0].major
  if (major < OLDEST_POSTGRES) {
    throw new MigrationRefused(`PostgreSQL ${major} is too old: use ${OLDEST_POSTGRES} or newer.`)
  }
}

async function refuseNewerSchema(pool: pg.Pool, migrator: Migrator): Promise<void> {
  const { rows: tables } = await pool.query("SELECT to_regclass('public.kysely_migration') AS name")
  if (tables[0].name === null) return
  const known = new Set((await migrator.getMigrations()).map(migration => migration.name))
  const { rows } = await pool.query('SELECT name FROM public.kysely_migration ORDER BY name')
  const unknown = rows.map(row => row.name as string).filter(name => !known.has(name))
  if (unknown.length > 0) {
    throw new MigrationRefused(
      `The database is newer than this code (it has ${unknown.join(', ')}): update the code, or point DATABASE_URL at another database.`,
    )
  }
}
