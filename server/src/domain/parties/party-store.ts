import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { PartyKind, PartyTier } from './party.ts'

export async function insertParty(
  trx: Transaction<Database>,
  party: {
    kind: PartyKind
    name: string
    tier: PartyTier
    agencyId: string | null
    state: 'active' | 'pending'
  },
): Promise<string> {
  const { id } = await trx.insertInto('party').values(party).returning('id').executeTakeFirstOrThrow()
  return id
}

/** True when the party takes part now, whether or not it did before; false for one that is closed or suspended. */
export async function activateParty(trx: Transaction<Database>, partyId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('party')
    .set(eb => ({
      state: eb.case().when('state', '=', 'pending').then('active').else(eb.ref('state')).end(),
    }))
    .where('id', '=', partyId)
    .where('state', 'in', ['pending', 'active', 'restricted'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
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
  search: string | undefined
  after: string | undefined
  limit: number
}

/** Newest first; uuid v7 ids are ordered by time, so the id alone is the key of the page. */
export function selectParties(db: Db, { kind, search, after, limit }: PartyQuery) {
  let query = db
    .selectFrom('party')
    .select(['id', 'kind', 'name', 'state', 'tier', 'agencyId', 'createdAt'])
    .orderBy('id', 'desc')
    .limit(limit)
  if (kind) query = query.where('kind', '=', kind)
  if (search) query = query.where(sql<boolean>`strpos(lower(name), lower(${search})) > 0`)
  if (after) query = query.where('id', '<', after)
  return query.execute()
}
