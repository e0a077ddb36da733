import type { PlanMove } from '@haowu/shared/plan-states.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockPlan, type PlanLocked, TOMORROW } from './rate-store.ts'

export interface MovePlan {
  supplierId: string
  planId: string
  move: PlanMove
}

/**
 * Pauses a plan for new holds from the next day on, as a cut does, resumes it at once, lets it end with today, or keeps it after all while its end has not come.
 * What is held keeps its terms through all of these. A move that is already made changes nothing.
 * Throws `not_found` for another supplier's plan, `plan_state` for one that has ended.
 */
export async function movePlan(deps: { db: Db }, input: MovePlan): Promise<{ endsAt: Date | null }> {
  return deps.db.transaction().execute(async trx => {
    const plan = await lockPlan(trx, input)
    if (!plan) throw new DomainError('not_found', { what: 'plan' })
    if (plan.state === 'ended') throw new DomainError('plan_state', { state: plan.state })
    return { endsAt: await makeMove(trx, plan, input) }
  })
}

async function makeMove(
  trx: Transaction<Database>,
  plan: PlanLocked,
  { planId, move }: MovePlan,
): Promise<Date | null> {
  const update = trx.updateTable('plan').where('id', '=', planId)
  switch (move) {
    case 'pause':
      await update.set(eb => ({ pausedFrom: eb.fn<Date>('coalesce', ['pausedFrom', TOMORROW]) })).execute()
      return plan.endsAt
    case 'resume':
      await update.set({ pausedFrom: null }).execute()
      return plan.endsAt
    case 'end': {
      const ended = await update
        .set(eb => ({ endsAt: eb.fn<Date>('least', ['endsAt', TOMORROW]) }))
        .returning('endsAt')
        .executeTakeFirstOrThrow()
      return ended.endsAt
    }
    case 'keep': {
      const kept = await update
        .set(eb => ({ endsAt: eb.ref('plannedEnd') }))
        .returning('endsAt')
        .executeTakeFirstOrThrow()
      return kept.endsAt
    }
  }
}
