import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { isBlocked, isChosen, isLive, meetsConditions, seekerOf } from './plan-fit.ts'

export interface AskForPlan {
  streamerId: string
  planId: string
  note: string
}

/**
 * A streamer asks to be let into a plan that needs its supplier's approval; asking again while it waits, or once approved,
 * answers with the same request. Unanswered it expires after the days of rule `plan_requests`, and may be asked anew.
 * Throws `not_found` for a plan that takes no requests, has ended, or does not want this streamer.
 */
export async function askForPlan(deps: { db: Db }, input: AskForPlan): Promise<{ requestId: string }> {
  const { streamerId, planId, note } = input
  return deps.db.transaction().execute(async trx => {
    const plan = await findOpenDoor(trx, input)
    if (!plan) throw new DomainError('not_found', { what: 'plan' })
    await expireUnanswered(trx, planId)
    const standing = await findStanding(trx, input)
    if (standing) return { requestId: standing.id }
    const { value } = await readRule(trx, 'plan_requests')
    const made = await trx
      .insertInto('planRequest')
      .values({
        planId,
        supplierId: plan.supplierId,
        streamerId,
        note,
        expiresAt: sql<Date>`app_now() + make_interval(days => ${value.answerDays})`,
      })
      // Asked twice at the same moment, the first one counts.
      .onConflict(conflict =>
        conflict
          .columns(['planId', 'streamerId'])
          .where(sql<boolean>`state IN ('asked', 'approved')`)
          .doNothing(),
      )
      .returning('id')
      .executeTakeFirst()
    if (!made) {
      const first = await findStanding(trx, input)
      if (!first) throw new Error(`a request for plan ${planId} that is neither new nor there`)
      return { requestId: first.id }
    }
    await tellParty(trx, {
      partyId: plan.supplierId,
      kind: 'plan_requested',
      key: `plan_request:${made.id}:asked`,
      refId: made.id,
    })
    return { requestId: made.id }
  })
}

/** A live plan that takes requests, and whose conditions the streamer meets. */
async function findOpenDoor(
  trx: Transaction<Database>,
  { planId, streamerId }: AskForPlan,
): Promise<{ supplierId: string } | undefined> {
  const { rows } = await sql<{ supplierId: string }>`
    WITH ${seekerOf(streamerId)}
    SELECT plan.supplier_id FROM plan
    WHERE plan.id = ${planId} AND plan.needs_approval AND ${isLive} AND NOT ${isBlocked(streamerId)}
      AND (${meetsConditions} OR ${isChosen(streamerId)})
  `.execute(trx)
  return rows[0]
}

function findStanding(trx: Transaction<Database>, { planId, streamerId }: AskForPlan) {
  return trx
    .selectFrom('planRequest')
    .select('id')
    .where('planId', '=', planId)
    .where('streamerId', '=', streamerId)
    .where('state', 'in', ['asked', 'approved'])
    .executeTakeFirst()
}

/** What nobody answered in time is over, whoever looks next. */
async function expireUnanswered(trx: Transaction<Database>, planId: string): Promise<void> {
  await trx
    .updateTable('planRequest')
    .set({ state: 'expired', decidedAt: sql<Date>`app_now()` })
    .where('planId', '=', planId)
    .where('state', '=', 'asked')
    .where('expiresAt', '<=', sql<Date>`app_now()`)
    .execute()
}

/** Takes back a request nobody has answered, or leaves a plan one was let into; a second time changes nothing. Throws `not_found`. */
export async function withdrawRequest(
  deps: { db: Db },
  { requestId, streamerId }: { requestId: string; streamerId: string },
): Promise<void> {
  const { numUpdatedRows } = await deps.db
    .updateTable('planRequest')
    .set(eb => ({
      state: eb
        .case()
        .when('state', 'in', ['asked', 'approved'])
        .then('withdrawn')
        .else(eb.ref('state'))
        .end(),
      decidedAt: eb.fn.coalesce('decidedAt', sql<Date>`app_now()`),
    }))
    .where('id', '=', requestId)
    .where('streamerId', '=', streamerId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'request' })
}
