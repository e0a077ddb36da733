import type { Db } from '#db/database.ts'
import type { PartyKind } from './party.ts'
import { selectParties } from './party-store.ts'

export interface PartyQuery {
  kind?: PartyKind | undefined
  /** Part of the name, in whatever case. */
  search?: string | undefined
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

/** Newest first, one more than `limit` so that the caller sees whether there is a next page. */
export async function listParties(db: Db, { kind, search, cursor, limit }: PartyQuery) {
  const rows = await selectParties(db, { kind, search, after: cursor, limit: limit + 1 })
  return rows.map(row => ({ ...row, createdAt: row.createdAt.toISOString() }))
}
