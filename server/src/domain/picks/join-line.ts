import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { isOffered } from '#domain/catalog/item.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { findTerms } from '#domain/commission/explain-terms.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Rule } from '#domain/rules/rule.ts'
import { addSlot } from './add-slot.ts'
import type { AddedSlot, AddSlot, HoldDeps } from './hold-for-show.ts'
import { type LockedSession, lockOpenSession } from './session-store.ts'
import { tellLine } from './tell-line.ts'

export type Joined =
  | ({ outcome: 'held' } & AddedSlot)
  | { outcome: 'waiting'; waitId: string; place: number; repeated: boolean }

const MOST_ROUNDS = 3

/**
 * Waits for a piece that another show holds or a buyer is paying for; a piece that is free is held at once. The place is the
 * order of asking, one for each streamer and piece: asked again, also for another of his shows, he keeps it.
 *
 * Throws `not_found`, `session_closed`, `forbidden`, `party_restricted`, `no_plan`, `item_unavailable`, `hold_window` (the show
 * is as good as over), `line_full` and `line_too_many` with the limit, and for a free piece what `addSlot` throws.
 */
export async function joinLine(deps: HoldDeps, input: AddSlot): Promise<Joined> {
  for (let round = 1; ; round++) {
    const waiting = await deps.db.transaction().execute(trx => waitFor(trx, input))
    if (waiting) return waiting
    try {
      return { outcome: 'held', ...(await addSlot(deps, input)) }
    } catch (error) {
      // Taken by somebody in the moment between.
      const isTaken = error instanceof DomainError && error.code === 'item_held_elsewhere'
      if (!isTaken || round === MOST_ROUNDS) throw error
    }
  }
}

/** Undefined when the piece is free, or held for this very show. */
async function waitFor(trx: Transaction<Database>, input: AddSlot): Promise<Joined | undefined> {
  const { itemId, sessionId, streamerId } = input
  const session = await lockOpenSession(trx, input)
  if (session.partyState !== 'active') throw new DomainError('forbidden', { partyState: session.partyState })
  await refuseRestricted(trx, { partyIds: [streamerId], kind: 'no_holds' })
  if (await isFreeFor(trx, { itemId, sessionId })) return undefined
  const known = await findPlace(trx, input)
  if (known) {
    await trx.updateTable('holdWait').set({ sessionId }).where('id', '=', known).execute()
    return { outcome: 'waiting', waitId: known, place: await countPlace(trx, known), repeated: true }
  }
  if (!(await findTerms(trx, input))) throw new DomainError('no_plan', { itemId })
  const rule = await readRule(trx, 'waiting_line')
  await refuseWindow(trx, session, rule)
  await refuseLimits(trx, input, rule)
  const { id: waitId } = await trx
    .insertInto('holdWait')
    .values({ itemId, sessionId, streamerId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const place = await countPlace(trx, waitId)
  await tellLine(trx, { itemId })
  return { outcome: 'waiting', waitId, place, repeated: false }
}

/** Locks the piece, so that places are given in turn and none is given for a piece that is free. */
async function isFreeFor(
  trx: Transaction<Database>,
  { itemId, sessionId }: { itemId: string; sessionId: string },
): Promise<boolean> {
  const { rows } = await sql<{ state: string; held: boolean; own: boolean }>`
    SELECT item.state, ${heldNow} AS held, EXISTS (SELECT FROM live_hold WHERE live_hold.id = item.live_hold_id
      AND live_hold.state = 'active' AND live_hold.session_id = ${sessionId}) AS own
    FROM item WHERE item.id = ${itemId} FOR NO KEY UPDATE OF item
  `.execute(trx)
  const [item] = rows
  if (!item || item.state === 'draft') throw new DomainError('not_found', { what: 'item' })
  if (!isOffered(item.state)) throw new DomainError('item_unavailable', { itemId })
  return !item.held || item.own
}

async function findPlace(
  trx: Transaction<Database>,
  { itemId, streamerId }: AddSlot,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('holdWait')
    .select('id')
    .where('itemId', '=', itemId)
    .where('streamerId', '=', streamerId)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst()
  return row?.id
}

/** First is 1. */
async function countPlace(trx: Transaction<Database>, waitId: string): Promise<number> {
  const { rows } = await sql<{ place: number }>`
    SELECT count(*)::int AS place FROM hold_wait JOIN hold_wait AS own ON own.item_id = hold_wait.item_id
    WHERE own.id = ${waitId} AND hold_wait.state = 'waiting' AND hold_wait.no <= own.no
  `.execute(trx)
  return rows[0]?.place ?? 1
}

async function refuseWindow(
  trx: Transaction<Database>,
  { startsAt, endsAt }: LockedSession,
  { value: { leastMinutes }, version: ruleVersion }: Rule<'waiting_line'>,
): Promise<void> {
  const { rows } = await sql<{ over: boolean }>`
    SELECT app_now() >= ${endsAt}::timestamptz - ${leastMinutes}::int * interval '1 minute' AS over
  `.execute(trx)
  if (!rows[0]?.over) return
  throw new DomainError('hold_window', {
    opensAt: startsAt.toISOString(),
    closesAt: endsAt.toISOString(),
    rule: 'waiting_line',
    ruleVersion,
  })
}

async function refuseLimits(
  trx: Transaction<Database>,
  { itemId, streamerId }: AddSlot,
  { value: { mostPerItem, mostPerStreamer }, version: ruleVersion }: Rule<'waiting_line'>,
): Promise<void> {
  const { rows } = await sql<{ here: number; own: number }>`
    SELECT (SELECT count(*)::int FROM hold_wait WHERE item_id = ${itemId} AND state = 'waiting') AS here,
      (SELECT count(*)::int FROM hold_wait WHERE streamer_id = ${streamerId} AND state = 'waiting') AS own
  `.execute(trx)
  const { here = 0, own = 0 } = rows[0] ?? {}
  const by = { rule: 'waiting_line', ruleVersion }
  if (here >= mostPerItem) throw new DomainError('line_full', { limit: mostPerItem, ...by })
  if (own >= mostPerStreamer) throw new DomainError('line_too_many', { limit: mostPerStreamer, ...by })
}
