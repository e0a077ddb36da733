import { type Fen, shareOf } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { findTerms } from '#domain/commission/explain-terms.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { holdForExposure } from '#domain/deposits/hold-deposit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseForged } from '#domain/inspection/refuse-forged.ts'
import { announce } from '#domain/outbox/announce.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import type { Rule } from '#domain/rules/rule.ts'
import { refuseByDiscipline } from './hold-discipline.ts'
import { expireOutlived, insertHold } from './hold-store.ts'
import { type LockedSession, lockOpenSession, touchSession } from './session-store.ts'
import { countSlots, findSlotOfItem, putSlot } from './slot-store.ts'
import { tellLine } from './tell-line.ts'
import { tellSheet } from './tell-sheet.ts'
import { countAhead, markServed } from './wait-store.ts'

export interface HoldDeps {
  db: Db
  /** By which a report is known as ours. */
  secrets: { reportSigning: Uint8Array }
}
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
 * Holds a piece for one show in the caller's transaction, for whoever may have it next: a streamer who comes while others wait
 * is refused with `item_held_elsewhere` and `ahead`, until each of them was asked. Throws as `addSlot` says.
 */
export async function holdForShow(
  trx: Transaction<Database>,
  input: AddSlot,
  secrets: HoldDeps['secrets'],
): Promise<AddedSlot> {
  const session = await lockOpenSession(trx, input)
  const present = await findSlotOfItem(trx, input)
  if (present?.holdState === 'active') {
    const { slotId, holdId, position } = present
    return { slotId, holdId, position, repeated: true }
  }
  if (session.partyState !== 'active') throw new DomainError('forbidden', { partyState: session.partyState })
  await refuseRestricted(trx, { partyIds: [input.streamerId], kind: 'no_holds' })
  const rules = await readRules(trx, {
    live_hold_window: session.partyTier,
    hold_exposure: '*',
    hold_discipline: '*',
    waiting_line: '*',
  })
  const hold = await openWindow(trx, session, rules.live_hold_window)
  const terms = await findTerms(trx, input)
  if (!terms) throw new DomainError('no_plan', { itemId: input.itemId })
  await takeItem(trx, input, { ...hold, terms, rules, secrets })
  const { limit } = rules.live_hold_window.value
  await refuseByDiscipline(trx, { streamerId: input.streamerId, limit, rule: rules.hold_discipline })
  const slot = await putSlot(trx, { ...input, holdId: hold.holdId })
  await touchSession(trx, input.sessionId)
  if (await markServed(trx, { ...input, holdId: hold.holdId })) await tellLine(trx, input)
  await tellSheet(trx, input)
  return { ...slot, holdId: hold.holdId, repeated: false }
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

interface Taking {
  holdId: string
  until: Date
  terms: Terms
  secrets: HoldDeps['secrets']
  rules: { hold_exposure: Rule<'hold_exposure'>; waiting_line: Rule<'waiting_line'> }
}

async function takeItem(
  trx: Transaction<Database>,
  { itemId, sessionId, streamerId }: AddSlot,
  { holdId, until, terms, rules, secrets }: Taking,
): Promise<void> {
  const taken = await holdForSession(trx, { itemId, holdId, until })
  const { holdToken, listingGeneration, priceFen, supplierId } = taken
  const { leastMinutes } = rules.waiting_line.value
  const freeToken = holdToken - 1n
  const ahead = await countAhead(trx, { itemId, streamerId, freeToken, leastMinutes })
  if (ahead > 0) throw new DomainError('item_held_elsewhere', { itemId, ahead })
  refuseForged({ itemId, report: taken.report }, secrets)
  await refuseRestricted(trx, { partyIds: [supplierId], kind: 'no_holds', who: 'supplier' })
  for (const outlived of await expireOutlived(trx, { itemId, newHoldId: holdId })) {
    await announce(trx, 'live_hold_ended', {
      key: `live_hold:${outlived}:ended`,
      payload: { holdId: outlived },
    })
  }
  const exposureFen: Fen = shareOf(priceFen, rules.hold_exposure.value.rateBps)
  await insertHold(trx, {
    holdId,
    itemId,
    listingGeneration,
    sessionId,
    streamerId,
    supplierId,
    holdToken,
    terms,
    exposureFen,
    until,
  })
  await holdForExposure(trx, {
    partyId: streamerId,
    liveHoldId: holdId,
    amountFen: exposureFen,
    ruleVersion: rules.hold_exposure.version,
  })
}
