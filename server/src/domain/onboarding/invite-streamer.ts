import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { hashInvitationToken, newInvitationToken } from './agency-bond.ts'

export interface ActOfAgency {
  agencyId: string
  memberId: string
}

/**
 * An agency makes a link by which one streamer may join it, for the days of the rule. The link is told once and kept only as a hash.
 * Throws `limit_reached {limit, rule, ruleVersion}` when too many are open, `forbidden` before the agency takes part itself.
 */
export async function inviteStreamer(
  { db }: { db: Db },
  { agencyId, memberId, note }: ActOfAgency & { note: string },
): Promise<{ invitationId: string; token: string; expiresAt: Date }> {
  return db.transaction().execute(async trx => {
    const agency = await trx
      .selectFrom('party')
      .select('state')
      .where('id', '=', agencyId)
      .where('kind', '=', 'agency')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (agency?.state !== 'active') throw new DomainError('forbidden', { partyState: agency?.state ?? null })
    const { value, version } = await readRule(trx, 'agency_invitation')
    const { open } = await trx
      .selectFrom('agencyInvitation')
      .select(sql<number>`count(*)::int`.as('open'))
      .where('agencyId', '=', agencyId)
      .where('state', '=', 'open')
      .where('expiresAt', '>', sql<Date>`app_now()`)
      .executeTakeFirstOrThrow()
    if (open >= value.mostOpen)
      throw new DomainError('limit_reached', {
        limit: value.mostOpen,
        rule: 'agency_invitation',
        ruleVersion: version,
      })
    const token = newInvitationToken()
    const { id: invitationId, expiresAt } = await trx
      .insertInto('agencyInvitation')
      .values({
        agencyId,
        note,
        tokenHash: hashInvitationToken(token),
        invitedBy: memberId,
        expiresAt: sql<Date>`app_now() + ${value.days}::int * interval '1 day'`,
      })
      .returning(['id', 'expiresAt'])
      .executeTakeFirstOrThrow()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'agency_invited',
      subjectType: 'party',
      subjectId: agencyId,
      facts: { invitationId },
    })
    return { invitationId, token, expiresAt }
  })
}

/** Takes an invitation back that nobody has accepted. Said again, it changes nothing. Throws `not_found`, `invitation_invalid`. */
export async function revokeInvitation(
  { db }: { db: Db },
  { agencyId, invitationId }: { agencyId: string; invitationId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const invitation = await trx
      .selectFrom('agencyInvitation')
      .select('state')
      .where('id', '=', invitationId)
      .where('agencyId', '=', agencyId)
      .forUpdate()
      .executeTakeFirst()
    if (!invitation) throw new DomainError('not_found', { what: 'invitation' })
    if (invitation.state === 'revoked') return
    if (invitation.state === 'accepted') throw new DomainError('invitation_invalid')
    await trx
      .updateTable('agencyInvitation')
      .set({ state: 'revoked', decidedAt: sql<Date>`app_now()` })
      .where('id', '=', invitationId)
      .execute()
  })
}

export interface InvitationRow {
  id: string
  note: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
  createdAt: Date
  expiresAt: Date
  streamerName: string | null
}

/** What an agency has sent out, newest first, one more than `limit`. */
export async function listInvitations(
  db: Db,
  { agencyId, cursor = null, limit }: { agencyId: string; cursor?: string | null | undefined; limit: number },
): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    SELECT invitation.id, note, created_at, expires_at, streamer_name,
      CASE WHEN state = 'open' AND expires_at <= app_now() THEN 'expired' ELSE state END AS state
    FROM agency_invitation AS invitation LEFT JOIN LATERAL (
      SELECT name AS streamer_name FROM party WHERE party.id = invitation.streamer_id) AS streamer ON true
    WHERE agency_id = ${agencyId} AND (${cursor}::uuid IS NULL OR invitation.id < ${cursor}::uuid)
    ORDER BY invitation.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
