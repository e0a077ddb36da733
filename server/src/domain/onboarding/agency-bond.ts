import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

/** 24 random bytes: the link is all that somebody needs to accept. */
export function newInvitationToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Only this is stored: who reads the table cannot accept with it. */
export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export interface BondRow {
  bondId: string
  agencyId: string
  agencyName: string
  streamerId: string
  streamerName: string
  since: Date
  endsAt: Date | null
  closedAt: Date | null
}

/** Those whom a streamer or an agency works or worked with, newest first, one more than `limit`. */
export async function listBonds(
  db: Db,
  { partyId, cursor = null, limit }: { partyId: string; cursor?: string | null | undefined; limit: number },
): Promise<(BondRow & { id: string })[]> {
  const { rows } = await sql<BondRow & { id: string }>`
    SELECT bond.id, bond.id AS bond_id, bond.agency_id, agency.name AS agency_name, streamer_id, streamer.name AS streamer_name,
      since, ends_at, closed_at
    FROM agency_bond AS bond JOIN party AS agency ON agency.id = bond.agency_id JOIN party AS streamer ON streamer.id = streamer_id
    WHERE ${partyId}::uuid IN (bond.agency_id, bond.streamer_id) AND (${cursor}::uuid IS NULL OR bond.id < ${cursor}::uuid)
    ORDER BY bond.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** A bond of one of its two sides, locked after the streamer; undefined for a stranger. */
export async function lockBond(
  trx: Transaction<Database>,
  { bondId, partyId }: { bondId: string; partyId: string },
): Promise<Omit<BondRow, 'agencyName' | 'streamerName'> | undefined> {
  const { rows } = await sql<Omit<BondRow, 'agencyName' | 'streamerName'>>`
    SELECT id AS bond_id, agency_id, streamer_id, since, ends_at, closed_at FROM agency_bond
    WHERE id = ${bondId} AND ${partyId}::uuid IN (agency_id, streamer_id) FOR UPDATE
  `.execute(trx)
  return rows[0]
}
