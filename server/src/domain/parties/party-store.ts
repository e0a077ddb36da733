import type { Database, Db, Transaction } from '#db/database.ts'
import type { PartyKind, PartyTier } from './party.ts'

export async function insertParty(
  trx: Transaction<Database>,
  party: { kind: PartyKind; name: string; tier: PartyTier; agencyId: string | null },
): Promise<string> {
  const { id } = await trx.insertInto('party').values(party).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Locks nothing: a party's kind never changes. */
export function selectParty(db: Db | Transaction<Database>, partyId: string) {
  return db
    .selectFrom('party')
    .where('id', '=', partyId)
    .select(['id', 'kind', 'name', 'state', 'tier', 'agencyId'])
    .executeTakeFirst()
}

export function selectPlatform(db: Db) {
  return db.selectFrom('party').where('kind', '=', 'platform').select('id').executeTakeFirstOrThrow()
}

export interface PartyQuery {
  kind: PartyKind | undefined
  after: string | undefined
  limit: number
}

/** Newest first; uuid v7 ids are ordered by time, so the id alone is the key of the page. */
export function selectParties(db: Db, { kind, after, limit }: PartyQuery) {
  let query = db
    .selectFrom('party')
    .select(['id', 'kind', 'name', 'state', 'tier', 'agencyId', 'createdAt'])
    .orderBy('id', 'desc')
    .limit(limit)
  if (kind) query = query.where('kind', '=', kind)
  if (after) query = query.where('id', '<', after)
  return query.execute()
}
