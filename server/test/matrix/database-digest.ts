import type pg from 'pg'

/** Written by asking alone: sessions, counts of requests, and the record of what was refused or opened. */
const NOT_COUNTED = ['auth.session', 'auth.rate_limit', 'public.request_count', 'public.audit_log']

export interface DigestQuery {
  /** Count only rows whose text matches this pattern, for example those of one tenant. */
  matching?: string
}

/** One line per table that changes whenever any row of it does. */
export type DatabaseDigest = Record<string, string>

/** Prepares a digest of all tables of a database; the list of tables is read once. */
export async function createDigest(
  owner: pg.Pool,
): Promise<(query?: DigestQuery) => Promise<DatabaseDigest>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'ledger', 'auth', 'rail_simulator')
      AND format('%I.%I', schemaname, tablename) <> ALL ($1)
    ORDER BY 1`,
    [NOT_COUNTED],
  )
  const statement = tables
    .map(
      ({ name }) => `
      SELECT '${name}' AS name, count(*) || ':' || coalesce(sum(hashtextextended(row::text, 0)::numeric), 0) AS digest
      FROM ${name} AS row WHERE row::text ~ $1`,
    )
    .join(' UNION ALL ')
  return async ({ matching = '' } = {}) => {
    const { rows } = await owner.query<{ name: string; digest: string }>({
      // Named, so that a hundred tables are planned once.
      name: 'database-digest',
      text: statement,
      values: [matching],
    })
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
  }
}
