import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { setAgency } from '#domain/parties/set-agency.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { hashInvitationToken } from './agency-bond.ts'

export interface Invitation {
  agencyName: string
  /** The agency's part of the streamer's commission, as it would be frozen into the terms of what he holds from now on. */
  rateBps: number
  expiresAt: Date
}

/** What a streamer reads before he accepts. Throws `invitation_invalid`. */
export async function readInvitation(db: Db, token: string): Promise<Invitation> {
  const found = await findOpen(db, token)
  if (!found) throw new DomainError('invitation_invalid')
  const { agencyId, agencyName, expiresAt } = found
  const { value } = await readRule(db, 'agency_rate', agencyId)
  return { agencyName, rateBps: value.rateBps, expiresAt }
}

/**
 * A streamer accepts: from now on what he holds gives the agency its part; what he holds already stays as it was agreed. The same link
 * again by the same streamer is once. Throws `invitation_invalid`, and `agency_bound` while he works with another agency.
 */
export async function acceptInvitation(
  { db }: { db: Db },
  { streamerId, memberId, token }: { streamerId: string; memberId: string; token: string },
): Promise<{ bondId: string }> {
  return db.transaction().execute(async trx => {
    const streamer = await trx
      .selectFrom('party')
      .select(['name', 'state'])
      .where('id', '=', streamerId)
      .where('kind', '=', 'streamer')
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const known = await findAccepted(trx, { streamerId, token })
    if (known) return { bondId: known }
    const invitation = await findOpen(trx, token, { lock: true })
    if (!invitation) throw new DomainError('invitation_invalid')
    if (streamer.state === 'closed') throw new DomainError('forbidden', { partyState: streamer.state })
    const { invitationId, agencyId } = invitation
    const { rows } = await sql<{ bondId: string }>`
      INSERT INTO agency_bond (agency_id, streamer_id, invitation_id) VALUES (${agencyId}, ${streamerId}, ${invitationId})
      ON CONFLICT (streamer_id) WHERE closed_at IS NULL DO NOTHING RETURNING id AS bond_id
    `.execute(trx)
    const [bond] = rows
    if (!bond) throw new DomainError('agency_bound')
    await trx
      .updateTable('agencyInvitation')
      .set({ state: 'accepted', streamerId, decidedAt: sql<Date>`app_now()` })
      .where('id', '=', invitationId)
      .execute()
    await setAgency(trx, { streamerId, agencyId })
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'agency_joined',
      subjectType: 'party',
      subjectId: streamerId,
      facts: { agencyId, bondId: bond.bondId },
    })
    await tellParty(trx, {
      partyId: agencyId,
      kind: 'agency_joined',
      key: `agency_bond:${bond.bondId}:joined`,
      refId: bond.bondId,
      facts: { name: streamer.name },
    })
    return bond
  })
}

interface OpenInvitation {
  invitationId: string
  agencyId: string
  agencyName: string
  expiresAt: Date
}

async function findOpen(
  db: Db,
  token: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<OpenInvitation | undefined> {
  const { rows } = await sql<OpenInvitation>`
    SELECT invitation.id AS invitation_id, invitation.agency_id, party.name AS agency_name, expires_at
    FROM agency_invitation AS invitation JOIN party ON party.id = invitation.agency_id
    WHERE token_hash = ${hashInvitationToken(token)} AND invitation.state = 'open' AND expires_at > app_now()
      AND party.state = 'active' ${lock ? sql`FOR UPDATE OF invitation` : sql``}
  `.execute(db)
  return rows[0]
}

async function findAccepted(
  trx: Transaction<Database>,
  { streamerId, token }: { streamerId: string; token: string },
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('agencyInvitation')
    .innerJoin('agencyBond', 'agencyBond.invitationId', 'agencyInvitation.id')
    .select('agencyBond.id')
    .where('tokenHash', '=', hashInvitationToken(token))
    .where('agencyBond.streamerId', '=', streamerId)
    .executeTakeFirst()
  return row?.id
}
