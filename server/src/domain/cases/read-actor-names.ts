import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** Names of the people who acted in a case, for the platform's own eyes; jobs keep their name. */
export async function readActorNames(db: Db, actors: string[]): Promise<Map<string, string>> {
  const ids = actors.flatMap(actor => (actor.startsWith('user:') ? [actor.slice('user:'.length)] : []))
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('auth.user')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`ANY(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [`user:${id}`, name]))
}
