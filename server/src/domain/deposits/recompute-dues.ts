import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readDepositDues } from './deposit-due.ts'
import { storeDues } from './due-store.ts'
import { reviewDeposit } from './review-deposit.ts'
import { findDueSteps, withOpenTopUp } from './top-up-store.ts'
import { readDepositBalances } from './trade-facts.ts'

const BATCH = 500
const MOST_BATCHES = 2_000
const MOST_STEPS = 200

export interface Recomputed {
  parties: number
  /** Whose standing changed: fell short, or was made good. */
  reviewed: number
}

/**
 * Reckons what every supplier and streamer has to have deposited today and stores it with its explanation: a few statements
 * per batch, however many parties it has. Only those whose standing changes are then looked at one by one. A party that fails
 * keeps none of the others waiting; the failures are thrown together at the end.
 */
export async function recomputeDues({ db }: { db: Db }): Promise<Recomputed> {
  const done: Recomputed = { parties: 0, reviewed: 0 }
  const failures: unknown[] = []
  let after: string | undefined
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const partyIds = await nextParties(db, after)
    after = partyIds.at(-1)
    const changed = await recomputeBatch(db, partyIds)
    done.parties += partyIds.length
    done.reviewed += await reviewEach(db, changed, failures)
    if (partyIds.length < BATCH) break
  }
  if (failures.length > 0) throw new AggregateError(failures, 'deposits could not be reviewed')
  return done
}

/** The same when nobody has reckoned for an hour by the clock that decides; else nothing. */
export async function recomputeHourly(deps: { db: Db }): Promise<Recomputed | undefined> {
  const { rows } = await sql<{ isFresh: boolean }>`
    SELECT EXISTS (SELECT FROM deposit_due WHERE computed_at > app_now() - interval '1 hour'
      AND computed_at <= app_now() AND day = business_day(app_now())) AS is_fresh
  `.execute(deps.db)
  return rows[0]?.isFresh === true ? undefined : recomputeDues(deps)
}

/** Takes the steps of the ladder that are due, in bounded batches. Returns how many parties it looked at. */
export async function climbLadders({ db }: { db: Db }): Promise<number> {
  const failures: unknown[] = []
  const reviewed = await reviewEach(db, await findDueSteps(db, MOST_STEPS), failures)
  if (failures.length > 0) throw new AggregateError(failures, 'ladders could not be climbed')
  return reviewed
}

async function reviewEach(db: Db, partyIds: string[], failures: unknown[]): Promise<number> {
  let reviewed = 0
  for (const partyId of partyIds) {
    try {
      await db.transaction().execute(trx => reviewDeposit(trx, partyId))
      reviewed++
    } catch (error) {
      failures.push(error)
    }
  }
  return reviewed
}

/** Stores the batch's dues; returns the parties that are short without a top-up, or no longer short with one. */
async function recomputeBatch(db: Db, partyIds: string[]): Promise<string[]> {
  const dues = await readDepositDues(db, partyIds)
  const balanceOf = await readDepositBalances(db, partyIds)
  const open = await withOpenTopUp(db, partyIds)
  const rows = [...dues].map(([partyId, due]) => ({ partyId, due, ...balanceOf(partyId) }))
  await storeDues(db, rows)
  return rows
    .filter(({ partyId, due, balanceFen }) => due.dueFen > balanceFen !== open.has(partyId))
    .map(({ partyId }) => partyId)
}

async function nextParties(db: Db, after: string | undefined): Promise<string[]> {
  let query = db
    .selectFrom('party')
    .select('id')
    .where('kind', 'in', ['supplier', 'streamer'])
    .where('state', 'in', ['active', 'restricted'])
    .orderBy('id')
    .limit(BATCH)
  if (after !== undefined) query = query.where('id', '>', after)
  return (await query.execute()).map(({ id }) => id)
}
