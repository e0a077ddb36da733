import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { countAgain } from './count-days.ts'

export interface HideRating {
  ratingId: string
  /** The clause that it breaks, of those in force. */
  clauseCode: string
  reason: string
  actor: string
}

/**
 * Hides what a buyer should not have said: kept, with the clause and the reason that the supplier and the buyer may read, shown to
 * nobody else, and not counted any more; its day is counted again. Said again, it changes nothing. Throws `not_found`, also for
 * a clause that is not in force.
 */
export async function hideRating({ db }: { db: Db }, input: HideRating): Promise<{ repeated: boolean }> {
  const { ratingId, clauseCode, reason, actor } = input
  return db.transaction().execute(async trx => {
    const rating = await lockRating(trx, ratingId)
    if (rating.isHidden) return { repeated: true }
    const clause = await trx
      .selectFrom('clause')
      .select('version')
      .where('code', '=', clauseCode)
      .where('effectiveFrom', '<=', sql<Date>`app_now()`)
      .orderBy('effectiveFrom', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!clause) throw new DomainError('not_found', { what: 'clause' })
    await trx
      .updateTable('rating')
      .set({
        hiddenAt: sql<Date>`app_now()`,
        hiddenClause: clauseCode,
        hiddenReason: reason,
        hiddenBy: actor,
      })
      .where('id', '=', ratingId)
      .execute()
    await countItsDayAgain(trx, rating)
    const facts = { clause: clauseCode, ruleVersion: clause.version, reason }
    await recordAct(trx, {
      actor,
      action: 'rating_hidden',
      subjectType: 'rating',
      subjectId: ratingId,
      facts,
    })
    return { repeated: false }
  })
}

/** Takes it back: the rating is shown and counts as before. Said again, it changes nothing. */
export async function showRating(
  { db }: { db: Db },
  { ratingId, actor }: { ratingId: string; actor: string },
): Promise<{ repeated: boolean }> {
  return db.transaction().execute(async trx => {
    const rating = await lockRating(trx, ratingId)
    if (!rating.isHidden) return { repeated: true }
    await trx
      .updateTable('rating')
      .set({ hiddenAt: null, hiddenClause: null, hiddenReason: null, hiddenBy: null })
      .where('id', '=', ratingId)
      .execute()
    await countItsDayAgain(trx, rating)
    await recordAct(trx, { actor, action: 'rating_shown', subjectType: 'rating', subjectId: ratingId })
    return { repeated: false }
  })
}

interface LockedRating {
  day: string
  counts: boolean
  isHidden: boolean
}

async function lockRating(trx: Transaction<Database>, ratingId: string): Promise<LockedRating> {
  const rating = await trx
    .selectFrom('rating')
    .select(['counts', sql<string>`rated_on::text`.as('day')])
    .select(sql<boolean>`hidden_at IS NOT NULL`.as('isHidden'))
    .where('id', '=', ratingId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!rating) throw new DomainError('not_found', { what: 'rating' })
  return rating
}

async function countItsDayAgain(trx: Transaction<Database>, { counts, day }: LockedRating): Promise<void> {
  if (counts) await countAgain(trx, { day, source: 'ratings' })
}
