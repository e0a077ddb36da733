import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { setAgency } from '#domain/parties/set-agency.ts'
import { lockBond } from './agency-bond.ts'

/**
 * The streamer or the agency ends their work together, with effect from the next midnight in Shanghai: what is held until then, and
 * what was held before, still gives the agency its part. The other side is told. Said again, it changes nothing. Throws `not_found`.
 */
export async function endBond(
  { db }: { db: Db },
  { bondId, partyId, memberId }: { bondId: string; partyId: string; memberId: string },
): Promise<{ endsAt: Date }> {
  return db.transaction().execute(async trx => {
    const bond = await lockBond(trx, { bondId, partyId })
    if (!bond) throw new DomainError('not_found', { what: 'bond' })
    if (bond.endsAt !== null) return { endsAt: bond.endsAt }
    const { endsAt } = await trx
      .updateTable('agencyBond')
      .set({
        endedBy: partyId,
        endsAt: sql<Date>`(business_day(app_now()) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      })
      .where('id', '=', bondId)
      .returning('endsAt')
      .executeTakeFirstOrThrow()
    if (!endsAt) throw new Error('a bond ended without a day')
    const { name } = await trx
      .selectFrom('party')
      .select('name')
      .where('id', '=', partyId)
      .executeTakeFirstOrThrow()
    await tellParty(trx, {
      partyId: partyId === bond.agencyId ? bond.streamerId : bond.agencyId,
      kind: 'agency_bond_ended',
      key: `agency_bond:${bondId}:ended`,
      refId: bondId,
      facts: { name, endsAt: endsAt.toISOString() },
    })
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'agency_bond_ended',
      subjectType: 'party',
      subjectId: bond.streamerId,
      facts: { agencyId: bond.agencyId, bondId, endsAt: endsAt.toISOString() },
    })
    return { endsAt }
  })
}

const MOST = 500

/** Lets the streamers go whose bonds are over. Found in the table, may run twice at once. Returns how many. */
export async function closeBonds({ db }: { db: Db }): Promise<number> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ streamerId: string }>`
      UPDATE agency_bond SET closed_at = app_now() WHERE id IN (
        SELECT id FROM agency_bond WHERE closed_at IS NULL AND ends_at <= app_now()
        ORDER BY ends_at LIMIT ${MOST} FOR UPDATE SKIP LOCKED)
      RETURNING streamer_id
    `.execute(trx)
    for (const { streamerId } of rows) await setAgency(trx, { streamerId, agencyId: null })
    return rows.length
  })
}
