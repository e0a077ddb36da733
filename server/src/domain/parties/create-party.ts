import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { PartyKind, PartyTier } from './party.ts'
import { signContracts, upsertAdmissions } from './admission-store.ts'
import { insertParty, selectParty } from './party-store.ts'

export interface NewParty {
  kind: Exclude<PartyKind, 'platform'>
  name: string
  tier?: PartyTier
  /** The agency a streamer works with. */
  agencyId?: string
  /** `pending`: somebody who signed up by himself and has yet to be reviewed. */
  state?: 'active' | 'pending'
  /** What a supplier may sell; everything unless said. Nobody pending sells anything. */
  categories?: readonly string[]
}

/**
 * Returns the new party's id. One that the platform takes in itself is admitted and has signed; one that is pending has
 * done neither. Throws `not_found` when the agency is none, `bad_request` when another kind names one.
 */
export async function createParty(trx: Transaction<Database>, party: NewParty): Promise<string> {
  const { kind, name, tier = 'B', agencyId = null, state = 'active', categories } = party
  if (agencyId !== null) await requireAgency(trx, kind, agencyId)
  const partyId = await insertParty(trx, { kind, name, tier, agencyId, state })
  if (agencyId !== null)
    await trx.insertInto('agencyBond').values({ agencyId, streamerId: partyId }).execute()
  if (state === 'pending') return partyId
  if (kind === 'supplier') await upsertAdmissions(trx, { partyId, categories })
  await signContracts(trx, partyId)
  return partyId
}

async function requireAgency(trx: Transaction<Database>, kind: PartyKind, agencyId: string): Promise<void> {
  if (kind !== 'streamer') throw new DomainError('bad_request', { field: 'agencyId' })
  const agency = await selectParty(trx, agencyId)
  if (agency?.kind !== 'agency') throw new DomainError('not_found', { what: 'agency' })
}
