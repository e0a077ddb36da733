import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { takeOffSale } from '#domain/inventory/take-off-sale.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { closeLine } from './close-line.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { holdsOf, lockIdleHolds, readHoldState } from './hold-store.ts'
import { takeOffAir } from './put-on-air.ts'
import { serveAfterwards } from './serve-line.ts'
import { lockSession } from './session-store.ts'
import { tellPieceLeft } from './tell-sheet.ts'

export interface RevokeHold {
  holdId: string
  /** Whose goods they must be; null for an operator, who may act for any supplier and at any time. */
  supplierId: string | null
  reason: string
  /** The next who waits may have the piece; else it leaves the sale. */
  passOn: boolean
  /** As the audit log names him: `user:<id>`. */
  actor: string
}

/**
 * Takes a hold back from its show, with a reason that the streamer reads. The supplier may until so many hours before the show
 * (the rule says how many); after that a streamer has built on it, and only an operator may. Said again, it changes nothing.
 * Throws `not_found`, `revoke_too_late` with `until`, `hold_expired` for one that ended otherwise, and `item_held_elsewhere`
 * while a buyer is paying.
 */
export async function revokeHold(deps: HoldDeps, input: RevokeHold): Promise<void> {
  const { itemId } = await deps.db.transaction().execute(trx => takeBack(trx, input))
  await serveAfterwards(deps, [itemId])
}

async function takeBack(trx: Transaction<Database>, input: RevokeHold): Promise<{ itemId: string }> {
  const hold = await readHold(trx, input)
  const { startsAt } = await lockSession(trx, hold)
  const idle = await lockIdleHolds(trx, { which: holdsOf.one(input.holdId), limit: 1 })
  if (idle.length === 0) {
    const state = await readHoldState(trx, input.holdId)
    if (state === 'revoked') return hold
    throw new DomainError(state === 'active' ? 'item_held_elsewhere' : 'hold_expired', {
      itemId: hold.itemId,
    })
  }
  if (input.supplierId !== null) await refuseLate(trx, startsAt)
  const revokedBy = input.supplierId === null ? 'operator' : 'supplier'
  await endLiveHolds(trx, idle, { state: 'revoked', revokedBy, revokeReason: input.reason })
  if (hold.slotId !== null) await takeOffAir(trx, hold.sessionId, hold.slotId)
  if (!input.passOn) {
    await takeOffSale(trx, { ...hold, actor: input.actor })
    await closeLine(trx, hold.itemId)
  }
  await tell(trx, hold, { ...input, revokedBy })
  return hold
}

interface SeenHold {
  holdId: string
  itemId: string
  title: string
  supplierId: string
  streamerId: string
  sessionId: string
  show: string
  slotId: string | null
}

async function readHold(trx: Transaction<Database>, { holdId, supplierId }: RevokeHold): Promise<SeenHold> {
  const { rows } = await sql<SeenHold>`
    SELECT live_hold.id AS hold_id, live_hold.item_id, item.title, live_hold.supplier_id, live_hold.streamer_id,
      live_hold.session_id, live_session.title AS show, slot.id AS slot_id
    FROM live_hold JOIN item ON item.id = live_hold.item_id JOIN live_session ON live_session.id = live_hold.session_id
      LEFT JOIN slot ON slot.hold_id = live_hold.id
    WHERE live_hold.id = ${holdId} AND (${supplierId}::uuid IS NULL OR live_hold.supplier_id = ${supplierId}::uuid)
  `.execute(trx)
  const [hold] = rows
  if (!hold) throw new DomainError('not_found', { what: 'hold' })
  return hold
}

async function refuseLate(trx: Transaction<Database>, startsAt: Date): Promise<void> {
  const { value, version: ruleVersion } = await readRule(trx, 'hold_revoke')
  const { rows } = await sql<{ until: Date; isLate: boolean }>`
    SELECT until, app_now() > until AS is_late
    FROM (SELECT ${startsAt}::timestamptz - ${value.beforeHours}::int * interval '1 hour' AS until) AS latest
  `.execute(trx)
  const [latest] = rows
  if (!latest?.isLate) return
  throw new DomainError('revoke_too_late', {
    until: latest.until.toISOString(),
    hours: value.beforeHours,
    rule: 'hold_revoke',
    ruleVersion,
  })
}

async function tell(
  trx: Transaction<Database>,
  { holdId, itemId, title, show, streamerId, supplierId, sessionId }: SeenHold,
  { reason, actor, passOn, revokedBy }: RevokeHold & { revokedBy: string },
): Promise<void> {
  await recordAct(trx, {
    actor,
    action: 'hold_revoked',
    subjectType: 'item',
    subjectId: itemId,
    facts: { holdId, sessionId, reason, passOn, by: revokedBy },
  })
  const told = revokedBy === 'operator' ? [streamerId, supplierId] : [streamerId]
  for (const partyId of told) {
    await tellParty(trx, {
      partyId,
      kind: partyId === streamerId ? 'hold_revoked' : 'hold_revoked_for_you',
      key: `hold:${holdId}:revoked:${partyId}`,
      refId: partyId === streamerId ? sessionId : itemId,
      facts: { title, show, reason },
    })
    await tellLive(trx, { topic: `party:${partyId}`, kind: 'notice_told', payload: {} })
  }
  await tellPieceLeft(trx, { itemId, sessionId, streamerId })
}
