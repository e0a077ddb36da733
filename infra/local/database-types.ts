import path from 'node:path'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { CHECKOUT } from './checkout.ts'
import { type Outcome, runQuietly } from './run-quietly.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'

const FILE = path.join(CHECKOUT, 'server/src/db/database-types.ts')

/** Fails unless the generated table types are what the migrations make of an empty database. */
export function checkDatabaseTypes(): Promise<Outcome> {
  return runCodegen(['--verify'])
}

/** Writes the table types anew from the migrations. */
export function writeDatabaseTypes(): Promise<Outcome> {
  return runCodegen([])
}

async function runCodegen(mode: string[]): Promise<Outcome> {
  const postgres = await startThrowawayPostgres()
  try {
    await migrateToLatest(postgres.url)
    const flags = {
      dialect: 'postgres',
      url: postgres.url,
      'out-file': FILE,
      'type-mapping': '{"int8":"bigint"}',
      'date-parser': 'string',
      'exclude-pattern': '*kysely*',
    }
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
    const codegen = path.join(CHECKOUT, 'node_modules/.bin/kysely-codegen')
    return await runQuietly(codegen, [...args, '--camel-case', ...mode], { cwd: CHECKOUT })
  } finally {
    await postgres.stop()
  }
}
