import { MigrationRefused, migrateToLatest } from '@haowu/server/db/migrate.ts'

/** Brings the database of DATABASE_URL to the newest schema: the step of a deployment before its processes start. */
try {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new MigrationRefused('DATABASE_URL is missing.')
  const applied = await migrateToLatest(DATABASE_URL)
  console.log(applied.length === 0 ? 'The schema is up to date' : `Applied ${applied.join(', ')}`)
} catch (error) {
  console.error(error instanceof MigrationRefused ? error.message : error)
  process.exitCode = 1
}
