import type { Db } from '#db/database.ts'

/** Parties whose name holds these words, or the one with this id, by name; for whoever chooses one. The platform itself is none. */
export function findParties(
  db: Db,
  { search, partyId, limit }: { search: string; partyId?: string | undefined; limit: number },
) {
  let query = db.selectFrom('party').select(['id', 'name', 'kind']).where('kind', '<>', 'platform')
  query =
    partyId === undefined
      ? query.where('name', 'ilike', `%${search.replace(/[\\%_]/g, '\\$&')}%`)
      : query.where('id', '=', partyId)
  return query.orderBy('name').orderBy('id').limit(limit).execute()
}
