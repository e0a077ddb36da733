import { MigrationRefused } from '@haowu/server/db/migrate.ts'

/**
 * The sentence for a database that cannot be used: what is wrong, and how to fix it. Undefined for failures that say
 * nothing about the address, rights or age of the database. Never shows the password.
 */
export function explainDatabaseFailure(error: unknown, databaseUrl: string): string | undefined {
  if (error instanceof MigrationRefused) return error.message
  const { host, name, user } = partsOf(databaseUrl)
  const sentences: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${host}: start PostgreSQL there, or correct DATABASE_URL.`,
    ECONNRESET: `${host} hung up: is it PostgreSQL? Correct DATABASE_URL.`,
    ENOTFOUND: `The host of ${host} is unknown: correct DATABASE_URL.`,
    EAI_AGAIN: `The host of ${host} cannot be looked up: check the network, or correct DATABASE_URL.`,
    ETIMEDOUT: `${host} does not answer in time: check network and firewall, or correct DATABASE_URL.`,
    '28P01': `PostgreSQL at ${host} refuses the password of ${user}: correct DATABASE_URL.`,
    '28000': `PostgreSQL at ${host} does not let ${user} in: correct DATABASE_URL, or the server's pg_hba.conf.`,
    '3D000': `PostgreSQL at ${host} has no database ${name}: create it (\`createdb ${name}\`), or correct DATABASE_URL.`,
    '42501': `${user} lacks rights in ${name}: it must own the database and may create roles (${messageOf(error)}).`,
    '53300': `PostgreSQL at ${host} has no connection left: raise max_connections, or close other clients.`,
    '57P03': `PostgreSQL at ${host} is still starting or shutting down: try again in a moment.`,
  }
  const known = sentences[codeOf(error)]
  if (known) return known
  if (/timeout|terminated/i.test(messageOf(error))) return sentences.ETIMEDOUT
  if (/SASL|password must be a string/.test(messageOf(error)))
    return `PostgreSQL at ${host} wants a password: add it to DATABASE_URL.`
  return undefined
}

function partsOf(databaseUrl: string): { host: string; name: string; user: string } {
  if (!URL.canParse(databaseUrl))
    return { host: 'the given address', name: 'the given name', user: 'the given user' }
  const url = new URL(databaseUrl)
  return {
    host: `${url.hostname}:${url.port || 5432}`,
    name: decodeURIComponent(url.pathname.slice(1)) || 'of that name',
    user: decodeURIComponent(url.username) || 'the given user',
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
