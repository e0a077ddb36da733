import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readDepositDues } from './deposit-due.ts'
import { type DueOfDay, storeDues } from './due-store.ts'
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

type Whose = 'everybody' | 'stale'

/**
 * Reckons what every supplier and streamer has to have deposited today and stores it with its explanation: a few statements
 * per batch, however many parties it has. Only those whose standing changes are then looked at one by one. A party that fails
 * keeps none of the others waiting; the failures are thrown together at the end.
 */
export async function recomputeDues(deps: { db: Db }): Promise<Recomputed> {
  return recompute(deps, 'everybody')
}

/**
 * The same for those alone whose reckoning of today is missing or an hour old by the clock that decides. Who was looked at for
 * reasons of his own counts for himself only, and a run that was ended halfway is gone on with by the next.
 */
export async function recomputeHourly(deps: { db: Db }): Promise<Recomputed> {
  return recompute(deps, 'stale')
}

async function recompute({ db }: { db: Db }, whose: Whose): Promise<Recomputed> {
  const done: Recomputed = { parties: 0, reviewed: 0 }
  const failures: unknown[] = []
  let after: string | undefined
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const partyIds = await nextParties(db, { whose, after })
    after = partyIds.at(-1)
    done.parties += partyIds.length
    done.reviewed += await recomputeBatch(db, partyIds, failures)
    if (partyIds.length < BATCH) break
  }
  if (failures.length > 0) throw new AggregateError(failures, 'deposits could not be reviewed')
  return done
}

/** Takes the steps of the ladder that are due, in bounded batches. Returns how many parties it looked at. */
export async function climbLadders({ db }: { db: Db }): Promise<number> {
  const failures: unknown[] = []
  const partyIds = await findDueSteps(db, MOST_STEPS)
  const failed = await reviewEach(db, partyIds, failures)
  if (failures.length > 0) throw new AggregateError(failures, 'ladders could not be climbed')
  return partyIds.length - failed.size
}

/** Returns those that failed. */
async function reviewEach(db: Db, partyIds: string[], failures: unknown[]): Promise<Set<string>> {
  const failed = new Set<string>()
  for (const partyId of partyIds) {
    try {
      await db.transaction().execute(trx => reviewDeposit(trx, partyId))
    } catch (error) {
      failures.push(error)
      failed.add(partyId)
    }
  }
  return failed
}

/**
 * Stores the batch's dues, and looks at the parties that are short without a top-up, or no longer short with one: each of these
 * is stored by its review, so that nobody counts as reckoned before what follows was done. One that fails is stored all the
 * same; it is tried again with the next reckoning, not with each run until then. Returns how many were reviewed.
 */
async function recomputeBatch(db: Db, partyIds: string[], failures: unknown[]): Promise<number> {
  const dues = await readDepositDues(db, partyIds)
  const balanceOf = await readDepositBalances(db, partyIds)
  const open = await withOpenTopUp(db, partyIds)
  const rows = [...dues].map(([partyId, due]) => ({ partyId, due, ...balanceOf(partyId) }))
  const hasChanged = ({ partyId, due, balanceFen }: DueOfDay) => due.dueFen > balanceFen !== open.has(partyId)
  await storeDues(
    db,
    rows.filter(row => !hasChanged(row)),
  )
  const changed = rows.filter(hasChanged)
  const failed = await reviewEach(
    db,
    changed.map(({ partyId }) => partyId),
    failures,
  )
  await storeDues(
    db,
    changed.filter(({ partyId }) => failed.has(partyId)),
  )
  return changed.length - failed.size
}

async function nextParties(
  db: Db,
  { whose, after }: { whose: Whose; after: string | undefined },
): Promise<string[]> {
  const isFresh = sql<boolean>`due.computed_at > clock.now - interval '1 hour' AND due.computed_at <= clock.now`
  let query = db
    .with('clock', cte => cte.selectNoFrom(sql<Date>`app_now()`.as('now')))
    .selectFrom('party')
    .innerJoin('clock', join => join.onTrue())
    .leftJoin('depositDue as due', join =>
      join.onRef('due.partyId', '=', 'party.id').on('due.day', '=', sql<string>`business_day(clock.now)`),
    )
    .select('party.id')
    .where('party.kind', 'in', ['supplier', 'streamer'])
    .where('party.state', 'in', ['active', 'restricted'])
    .orderBy('party.id')
    .limit(BATCH)
  if (after !== undefined) query = query.where('party.id', '>', after)
  if (whose === 'stale') query = query.where(sql<boolean>`(${isFresh}) IS NOT TRUE`)
  return (await query.execute()).map(({ id }) => id)
}
