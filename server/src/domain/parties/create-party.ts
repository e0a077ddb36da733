import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { PartyKind, PartyTier } from './party.ts'
import { insertParty, selectParty } from './party-store.ts'

export interface NewParty {
  kind: Exclude<PartyKind, 'platform'>
  name: string
  tier?: PartyTier
  /** The agency a streamer works with. */
  agencyId?: string
}

/** Returns the new party's id. Throws `not_found` when the agency is none, `bad_request` when another kind names one. */
export async function createParty(trx: Transaction<Database>, party: NewParty): Promise<string> {
  const { kind, name, tier = 'B', agencyId = null } = party
  if (agencyId !== null) await requireAgency(trx, kind, agencyId)
  return insertParty(trx, { kind, name, tier, agencyId })
}

async function requireAgency(trx: Transaction<Database>, kind: PartyKind, agencyId: string): Promise<void> {
  if (kind !== 'streamer') throw new DomainError('bad_request', { field: 'agencyId' })
  const agency = await selectParty(trx, agencyId)
  if (agency?.kind !== 'agency') throw new DomainError('not_found', { what: 'agency' })
}
