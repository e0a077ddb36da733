import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { TOMORROW } from './rate-store.ts'

export interface DecideRequests {
  supplierId: string
  requestIds: string[]
  approve: boolean
  /** Needed to refuse; the streamer reads it. */
  reason: string
}

/**
 * Answers requests for the supplier's plans, many at once. Those that were answered, withdrawn or expired meanwhile stay as
 * they are and are not counted. An approved one may still be refused later: it counts until the next day 00:00 in
 * Shanghai, as before any cut, and what the streamer holds keeps its terms.
 * Throws `not_found` when one is not the supplier's, `bad_request` for a refusal without a reason.
 */
export async function decideRequests(
  deps: { db: Db },
  { supplierId, requestIds, approve, reason }: DecideRequests,
): Promise<{ decided: number }> {
  if (!approve && reason.trim() === '') throw new DomainError('bad_request', { field: 'reason' })
  const ids = [...new Set(requestIds)].sort()
  return deps.db.transaction().execute(async trx => {
    const own = await trx
      .selectFrom('planRequest')
      .select('id')
      .where('supplierId', '=', supplierId)
      .where('id', 'in', ids)
      .orderBy('id')
      .forUpdate()
      .execute()
    if (own.length !== ids.length) throw new DomainError('not_found', { what: 'request' })
    const decided = await trx
      .updateTable('planRequest')
      .set({
        state: approve ? 'approved' : 'refused',
        reason: reason.trim(),
        decidedAt: sql<Date>`app_now()`,
        endsAt: sql<Date>`CASE WHEN state = 'approved' THEN ${TOMORROW} END`,
      })
      .where('id', 'in', ids)
      .where(eb =>
        eb.or([
          eb('state', '=', 'asked').and('expiresAt', '>', sql<Date>`app_now()`),
          ...(approve ? [] : [eb('state', '=', 'approved')]),
        ]),
      )
      .returning(['id', 'streamerId'])
      .execute()
    for (const { id, streamerId } of decided) {
      await tellParty(trx, {
        partyId: streamerId,
        kind: approve ? 'plan_request_approved' : 'plan_request_refused',
        key: `plan_request:${id}:${approve ? 'approved' : 'refused'}`,
        refId: id,
      })
    }
    return { decided: decided.length }
  })
}
