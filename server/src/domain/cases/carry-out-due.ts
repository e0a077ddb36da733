import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { carryOutDecision } from './carry-out-decision.ts'

const MOST = 200

export interface CarriedOut {
  done: number
  /** Cases that refused, with the reason; they stay due and are met again by the next run. */
  problems: { caseId: string; reason: string }[]
}

/** Carries out every decision whose time has come, each in a transaction of its own: one that is refused or fails keeps nobody else, and failures are thrown together at the end. */
export async function carryOutDue({ db }: { db: Db }): Promise<CarriedOut> {
  const due = await db
    .selectFrom('trustCase')
    .select('id')
    .where('state', 'in', ['decided', 'upheld', 'overturned'])
    .where('dueAt', '<=', sql<Date>`app_now()`)
    .orderBy('dueAt')
    .limit(MOST)
    .execute()
  const outcome: CarriedOut = { done: 0, problems: [] }
  const carryOut = async ({ id }: { id: string }) => {
    try {
      if (await db.transaction().execute(trx => carryOutDecision(trx, id))) outcome.done++
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      outcome.problems.push({ caseId: id, reason: error.code })
    }
  }
  await eachInTurn(due, carryOut, 'decisions could not be carried out')
  return outcome
}
