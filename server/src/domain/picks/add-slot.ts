import { type Fen, shareOf } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { findTerms } from '#domain/commission/explain-terms.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { holdForExposure } from '#domain/deposits/hold-deposit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import type { Rule } from '#domain/rules/rule.ts'
import { expireOutlived, insertHold } from './hold-store.ts'
import { type LockedSession, lockOpenSession, touchSession } from './session-store.ts'
import { countSlots, findSlotOfItem, putSlot } from './slot-store.ts'
import { tellSheet } from './tell-sheet.ts'

export interface AddSlot {
  streamerId: string
  sessionId: string
  itemId: string
}
export interface AddedSlot {
  slotId: string
  holdId: string
  position: number
  /** The item was on this run sheet already; nothing was written. */
  repeated: boolean
}

/**
 * Puts an item on a run sheet: it is held for this session alone, its terms are frozen, and the streamer's deposit covers a
 * part of its price, all in one transaction or not at all. The same item again answers with the slot it has.
 *
 * Throws `not_found`, `session_closed`, `forbidden` (a streamer who is not active), `party_restricted` (his, or its supplier's),
 * `hold_window` with `opensAt` and `closesAt`,
 * `hold_limit`, `no_plan`, `item_held_elsewhere`, `item_unavailable`, `report_missing`, `report_invalid`, and
 * `deposit_short` with `topUpFen`.
 */
export async function addSlot(deps: { db: Db }, input: AddSlot): Promise<AddedSlot> {
  return deps.db.transaction().execute(async trx => {
    const session = await lockOpenSession(trx, input)
    const present = await findSlotOfItem(trx, input)
    if (present?.holdState === 'active') {
      const { slotId, holdId, position } = present
      return { slotId, holdId, position, repeated: true }
    }
    if (session.partyState !== 'active')
      throw new DomainError('forbidden', { partyState: session.partyState })
    await refuseRestricted(trx, { partyIds: [input.streamerId], kind: 'no_holds' })
    const rules = await readRules(trx, { live_hold_window: session.partyTier, hold_exposure: '*' })
    const hold = await openWindow(trx, session, rules.live_hold_window)
    const terms = await findTerms(trx, input)
    if (!terms) throw new DomainError('no_plan', { itemId: input.itemId })
    await takeItem(trx, input, { ...hold, terms, exposure: rules.hold_exposure })
    const slot = await putSlot(trx, { ...input, holdId: hold.holdId })
    await touchSession(trx, input.sessionId)
    await tellSheet(trx, input)
    return { ...slot, holdId: hold.holdId, repeated: false }
  })
}

/** A hold's id and end, when the rules let the session take one more now. */
async function openWindow(
  trx: Transaction<Database>,
  { sessionId, state, startsAt, endsAt }: LockedSession,
  { value: { beforeHours, afterMinutes, limit }, version: ruleVersion }: Rule<'live_hold_window'>,
): Promise<{ holdId: string; until: Date }> {
  const { rows } = await sql<{ holdId: string; opensAt: Date; closesAt: Date; isOpen: boolean }>`
    SELECT uuid_v7() AS hold_id, opens_at, closes_at,
      app_now() < closes_at AND (app_now() >= opens_at OR ${state} = 'live') AS is_open
    FROM (SELECT ${startsAt}::timestamptz - ${beforeHours} * interval '1 hour' AS opens_at,
      ${endsAt}::timestamptz + ${afterMinutes} * interval '1 minute' AS closes_at) AS hold_window
  `.execute(trx)
  const [found] = rows
  if (!found) throw new Error('the clock gave no answer')
  if (!found.isOpen) {
    throw new DomainError('hold_window', {
      opensAt: found.opensAt.toISOString(),
      closesAt: found.closesAt.toISOString(),
      rule: 'live_hold_window',
      ruleVersion,
    })
  }
  if ((await countSlots(trx, sessionId)) >= limit)
    throw new DomainError('hold_limit', { limit, rule: 'live_hold_window', ruleVersion })
  return { holdId: found.holdId, until: found.closesAt }
}

async function takeItem(
  trx: Transaction<Database>,
  { itemId, sessionId, streamerId }: AddSlot,
  {
    holdId,
    until,
    terms,
    exposure,
  }: { holdId: string; until: Date; terms: Terms; exposure: Rule<'hold_exposure'> },
): Promise<void> {
  const taken = await holdForSession(trx, { itemId, holdId, until })
  const { holdToken, listingGeneration, priceFen, supplierId } = taken
  await refuseRestricted(trx, { partyIds: [supplierId], kind: 'no_holds', who: 'supplier' })
  for (const outlived of await expireOutlived(trx, { itemId, newHoldId: holdId })) {
    await announce(trx, 'live_hold_ended', {
      key: `live_hold:${outlived}:ended`,
      payload: { holdId: outlived },
    })
  }
  const exposureFen: Fen = shareOf(priceFen, exposure.value.rateBps)
  await insertHold(trx, {
    holdId,
    itemId,
    listingGeneration,
    sessionId,
    streamerId,
    holdToken,
    terms,
    exposureFen,
    until,
  })
  await holdForExposure(trx, {
    partyId: streamerId,
    liveHoldId: holdId,
    amountFen: exposureFen,
    ruleVersion: exposure.version,
  })
}
