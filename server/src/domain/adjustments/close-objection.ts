import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'

export interface AnswerObjection {
  objectionId: string
  answer: string
  /** The draft that puts it right, where something was wrong. */
  adjustmentId: string | null
  userId: string
}

/**
 * Finance answers: with an explanation, or with the adjustment that puts it right. Throws `not_found`, also for an adjustment that there is not
 * or that was discarded, and `objection_state {state}` once it is closed.
 */
export async function answerObjection({ db }: { db: Db }, act: AnswerObjection): Promise<void> {
  const { objectionId, answer, adjustmentId, userId } = act
  await db.transaction().execute(async trx => {
    const found = await lockOpen(trx, { objectionId })
    if (adjustmentId !== null) await requireAdjustment(trx, adjustmentId)
    await trx
      .updateTable('objection')
      .set({ state: 'answered', answer, answeredBy: userId, adjustmentId, closedAt: sql`app_now()` })
      .where('id', '=', objectionId)
      .execute()
    await record(trx, { action: 'objection_answered', userId, objectionId, no: found.no })
    await tellParty(trx, {
      partyId: found.partyId,
      kind: 'objection_answered',
      key: `objection:${objectionId}:answered`,
      refId: objectionId,
      facts: { no: found.no },
    })
  })
}

/** Whoever objected thinks better of it. Throws `not_found` for another party's and `objection_state {state}` once it is closed. */
export async function withdrawObjection(
  { db }: { db: Db },
  { objectionId, partyId, userId }: { objectionId: string; partyId: string; userId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { no } = await lockOpen(trx, { objectionId, partyId })
    await trx
      .updateTable('objection')
      .set({ state: 'withdrawn', closedAt: sql`app_now()` })
      .where('id', '=', objectionId)
      .execute()
    await record(trx, { action: 'objection_withdrawn', userId, objectionId, no })
  })
}

async function lockOpen(
  trx: Transaction<Database>,
  { objectionId, partyId }: { objectionId: string; partyId?: string },
) {
  let query = trx
    .selectFrom('objection')
    .select(['no', 'partyId', 'state'])
    .where('id', '=', objectionId)
    .forUpdate()
  if (partyId !== undefined) query = query.where('partyId', '=', partyId)
  const found = await query.executeTakeFirst()
  if (!found) throw new DomainError('not_found')
  if (found.state !== 'open') throw new DomainError('objection_state', { state: found.state })
  return found
}

async function requireAdjustment(trx: Transaction<Database>, adjustmentId: string): Promise<void> {
  const found = await trx
    .selectFrom('adjustment')
    .select('id')
    .where('id', '=', adjustmentId)
    .where('state', '<>', 'discarded')
    .executeTakeFirst()
  if (!found) throw new DomainError('not_found', { what: 'adjustment' })
}

async function record(
  trx: Transaction<Database>,
  act: {
    action: 'objection_answered' | 'objection_withdrawn'
    userId: string
    objectionId: string
    no: string
  },
): Promise<void> {
  await recordAct(trx, {
    actor: `user:${act.userId}`,
    action: act.action,
    subjectType: 'objection',
    subjectId: act.objectionId,
    facts: { no: act.no },
  })
}
