import { readdirSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Names of the migrations this code has and the database has not. Empty means that the schema is at head. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const known = readdirSync(path.join(import.meta.dirname, 'migrations'))
    .filter(file => file.endsWith('.ts'))
    .map(file => file.slice(0, -'.ts'.length))
  const { rows } = await sql<{ name: string }>`SELECT name FROM public.kysely_migration`.execute(db)
  const applied = new Set(rows.map(row => row.name))
  return known.filter(name => !applied.has(name))
}
