import type { PlanMove } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { wouldCut } from './would-cut.ts'
import { lockPlan, type PlanLocked, TOMORROW } from './rate-store.ts'

export interface MovePlan {
  supplierId: string
  planId: string
  move: PlanMove
}

interface PlanMoved {
  endsAt: Date | null
  /** When it goes on, where that is not at once. */
  resumesAt: Date | null
}

/**
 * Pauses a plan for new holds from the next day on, as a cut does, resumes it at once (from the next day where a plan that pays
 * more has taken its place), lets it end with today, or keeps it after all while its end has not come.
 * What is held keeps its terms through all of these. A move that is already made changes nothing.
 * Throws `not_found` for another supplier's plan, `plan_state` for one that has ended.
 */
export async function movePlan(deps: { db: Db }, input: MovePlan): Promise<PlanMoved> {
  return deps.db.transaction().execute(async trx => {
    const plan = await lockPlan(trx, input)
    if (!plan) throw new DomainError('not_found', { what: 'plan' })
    if (plan.state === 'ended') throw new DomainError('plan_state', { state: plan.state })
    return makeMove(trx, plan, input)
  })
}

async function makeMove(
  trx: Transaction<Database>,
  plan: PlanLocked,
  { planId, move }: MovePlan,
): Promise<PlanMoved> {
  const update = trx.updateTable('plan').where('id', '=', planId)
  switch (move) {
    case 'pause':
      // One that has gone on, or is to go on, is paused anew; one that is announced or running stays as it is.
      await update
        .set({
          pausedFrom: sql<Date>`CASE WHEN resumes_at <= app_now() THEN ${TOMORROW} ELSE coalesce(paused_from, ${TOMORROW}) END`,
          resumesAt: null,
        })
        .execute()
      return { endsAt: plan.endsAt, resumesAt: null }
    case 'resume':
      return { endsAt: plan.endsAt, resumesAt: await resume(trx, plan, planId) }
    case 'end': {
      const ended = await update
        .set(eb => ({ endsAt: eb.fn<Date>('least', ['endsAt', TOMORROW]) }))
        .returning('endsAt')
        .executeTakeFirstOrThrow()
      return { ...ended, resumesAt: null }
    }
    case 'keep': {
      const kept = await update
        .set(eb => ({ endsAt: eb.ref('plannedEnd') }))
        .returning('endsAt')
        .executeTakeFirstOrThrow()
      return { ...kept, resumesAt: null }
    }
  }
}

async function resume(trx: Transaction<Database>, plan: PlanLocked, planId: string): Promise<Date | null> {
  const update = trx.updateTable('plan').where('id', '=', planId)
  const { rateBps, serviceRateBps, supplyRateBps } = plan
  const rates = { rateBps: rateBps ?? 0, serviceRateBps: serviceRateBps ?? 0, supplyRateBps }
  if (plan.state === 'paused' && rateBps !== null && (await wouldCut(trx, { planId, rates }))) {
    const { resumesAt } = await update
      .set(eb => ({ resumesAt: eb.fn<Date>('coalesce', ['resumesAt', TOMORROW]) }))
      .returning('resumesAt')
      .executeTakeFirstOrThrow()
    return resumesAt
  }
  await update.set({ pausedFrom: null, resumesAt: null }).execute()
  return null
}
