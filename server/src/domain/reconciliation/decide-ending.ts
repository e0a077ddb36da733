import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { versionOfBreak } from './break-version.ts'
import { carryOutEnding } from './carry-out-ending.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { lockBreak } from './lock-break.ts'
import { settleAdjusted } from './settle-adjusted.ts'

export interface DecideEnding {
  breakId: string
  approve: boolean
  /** Of the difference as he had it before his eyes. */
  version: string
  memberId: string
}

/**
 * A second person agrees, and the entry is posted and matched with the line; or sends it back. Throws `not_found`,
 * `second_person_needed` for whoever proposed it, `break_state {state}` without a proposal, and `stale_version` when it is not the proposal
 * he saw. Answers the day for which an entry was booked: not the day the difference is of, where that one's month is closed.
 */
export async function decideEnding(
  { db }: { db: Db },
  { breakId, approve, version, memberId }: DecideEnding,
): Promise<{ bookedOn: string | null; isLate: boolean }> {
  const done = await db.transaction().execute(async trx => {
    const found = await lockBreak(trx, breakId)
    const { proposed: as } = found
    if (found.state !== 'await_adjust' || as === null)
      throw new DomainError('break_state', { state: found.state })
    if (found.makerId === memberId) throw new DomainError('second_person_needed', { what: 'break' })
    if (versionOfBreak(found) !== version) throw new DomainError('stale_version')
    const bookedOn = approve ? await carryOutEnding(trx, { ...found, as, checkerId: memberId }) : null
    if (!approve) await sendBack(trx, breakId)
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: approve ? 'break_approved' : 'break_sent_back',
      subjectType: 'break',
      subjectId: breakId,
      facts: { as },
    })
    return { bookedOn, isLate: bookedOn !== null && bookedOn !== String(found.businessDay).slice(0, 10) }
  })
  if (approve) {
    await feedBookLines({ db })
    await settleAdjusted({ db })
  }
  return done
}

async function sendBack(trx: Transaction<Database>, breakId: string): Promise<void> {
  await trx
    .updateTable('break')
    .set({ state: 'assigned', makerId: null, proposed: null })
    .where('id', '=', breakId)
    .execute()
}
