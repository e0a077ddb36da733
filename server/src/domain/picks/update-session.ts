import type { SessionPlace } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { moveLiveHolds } from '#domain/catalog/move-live-hold.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { refuseTimes } from './create-session.ts'
import { keepPromisedStart } from './keep-promised-start.ts'
import { type LockedSession, lockOpenSession, type OwnSession } from './session-store.ts'

export interface UpdateSession extends OwnSession {
  title: string
  startsAt: Date
  endsAt: Date
  place: SessionPlace
  channel: string
}

/**
 * Changes name, place or time of a show that is not over. What it holds is held until after its new end, though not longer
 * than before where somebody waits for it; a show with holds
 * can therefore not move further ahead than holds may be taken, and moved away at the last moment it does not take along the
 * start they were promised for. A show that is live keeps its start.
 * Throws `not_found`, `session_closed`, `bad_request` with the field, and `hold_window` with `opensAt` and `closesAt`.
 */
export async function updateSession(deps: { db: Db }, input: UpdateSession): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const session = await lockOpenSession(trx, input)
    const startsAt = session.state === 'live' ? session.startsAt : input.startsAt
    await refuseTimes(trx, { startsAt, endsAt: input.endsAt })
    if (
      startsAt.getTime() !== session.startsAt.getTime() ||
      input.endsAt.getTime() !== session.endsAt.getTime()
    )
      await moveHolds(trx, session, { startsAt, endsAt: input.endsAt })
    if (startsAt.getTime() !== session.startsAt.getTime()) await keepPromisedStart(trx, session, startsAt)
    const { title, endsAt, place, channel } = input
    await trx
      .updateTable('liveSession')
      .set({ title, startsAt, endsAt, place, channel, version: sql`version + 1` })
      .where('id', '=', session.sessionId)
      .execute()
  })
}

async function moveHolds(
  trx: Transaction<Database>,
  { sessionId, state, partyTier }: LockedSession,
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
): Promise<void> {
  const { value: rule, version: ruleVersion } = await readRule(trx, 'live_hold_window', partyTier)
  // Items before holds, in the order of items, as a sale locks them.
  const { rows: all } = await sql<{ holdId: string; itemId: string; until: Date; waited: boolean }>`
    SELECT live_hold.id AS hold_id, item.id AS item_id, live_hold.until,
      EXISTS (SELECT FROM hold_wait WHERE hold_wait.item_id = item.id AND hold_wait.state = 'waiting') AS waited
    FROM item JOIN live_hold ON live_hold.item_id = item.id
    WHERE live_hold.session_id = ${sessionId} AND live_hold.state = 'active'
    ORDER BY item.id FOR NO KEY UPDATE OF item, live_hold
  `.execute(trx)
  if (all.length === 0) return
  const { rows } = await sql<{ opensAt: Date; closesAt: Date; isOpen: boolean }>`
    SELECT opens_at, closes_at, app_now() >= opens_at OR ${state} = 'live' AS is_open
    FROM (SELECT ${startsAt}::timestamptz - ${rule.beforeHours} * interval '1 hour' AS opens_at,
      ${endsAt}::timestamptz + ${rule.afterMinutes} * interval '1 minute' AS closes_at) AS hold_window
  `.execute(trx)
  const [window] = rows
  if (!window?.isOpen) {
    throw new DomainError('hold_window', {
      opensAt: window?.opensAt.toISOString() ?? '',
      closesAt: window?.closesAt.toISOString() ?? '',
      rule: 'live_hold_window',
      ruleVersion,
    })
  }
  // Whoever waits was told until when; he is not kept waiting longer by a show that grows.
  const holds = all.filter(hold => !hold.waited || hold.until >= window.closesAt)
  if (holds.length === 0) return
  await trx
    .updateTable('liveHold')
    .set({ until: window.closesAt })
    .where(
      'id',
      'in',
      holds.map(({ holdId }) => holdId),
    )
    .execute()
  await moveLiveHolds(trx, { holds, until: window.closesAt })
}
