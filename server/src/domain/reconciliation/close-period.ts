import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { checkClose } from './check-close.ts'
import { digestMonth } from './digest-month.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { findLastClose, lockMonth } from './lock-month.ts'
import { sealOf } from './seal-of.ts'
import { writeCloseReport } from './write-close-report.ts'

interface Act {
  month: string
  memberId: string
}

/**
 * Asks for the sign-off of a month. It may be asked while something still stands against it; it cannot be signed then. Throws `close_state
 * {state}` for a month that is asked for or closed already.
 */
export async function requestClose({ db }: { db: Db }, { month, memberId }: Act): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockMonth(trx, month)
    const last = await findLastClose(trx, month)
    if (last && last.state !== 'reopened' && last.state !== 'withdrawn')
      throw new DomainError('close_state', { state: last.state })
    await trx
      .insertInto('periodClose')
      .values({ month: `${month}-01`, version: (last?.version ?? 0) + 1, makerId: memberId })
      .execute()
    await note(trx, { month, memberId, action: 'close_requested' })
  })
}

/**
 * A second person signs, and from then on nothing can be booked in that month. The ledger is proved first, while others go on writing; all
 * the rest is checked in the transaction that closes, behind the lock that keeps writers out. Throws `second_person_needed`, `close_state {state}`, and `close_blocked {checks}`.
 */
export async function signClose({ db }: { db: Db }, { month, memberId }: Act): Promise<void> {
  await feedBookLines({ db })
  const isProved = (await proveLedger(db)).disagreement === null
  await db.transaction().execute(async trx => {
    await lockMonth(trx, month)
    const found = await findLastClose(trx, month)
    if (found?.state !== 'review') throw new DomainError('close_state', { state: found?.state ?? 'open' })
    if (found.makerId === memberId) throw new DomainError('second_person_needed', { what: 'close' })
    // From here on no writer commits into the month: what is checked now is what is sealed.
    await sql`SELECT ledger.close_period(${`${month}-01`}::date)`.execute(trx)
    const open = (await checkClose(trx, { month, isProved })).filter(({ isDone }) => !isDone)
    if (open.length > 0)
      throw new DomainError('close_blocked', { checks: open.map(({ check }) => check).join(', ') })
    const report = await writeCloseReport(trx, month)
    const digest = await digestMonth(trx, month)
    const previousSeal = await lastSeal(trx)
    await trx
      .updateTable('periodClose')
      .set({
        state: 'signed_off',
        checkerId: memberId,
        signedAt: sql`app_now()`,
        report,
        digest,
        previousSeal,
        seal: sealOf({ previousSeal, month, digest, report }),
      })
      .where('id', '=', found.id)
      .execute()
    await note(trx, { month, memberId, action: 'close_signed' })
  })
}

/** Asks for a closed month to be opened again, and says why. Throws `close_state {state}`. */
export async function requestReopening(
  { db }: { db: Db },
  { month, memberId, reason }: Act & { reason: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockMonth(trx, month)
    const found = await findLastClose(trx, month)
    if (found?.state !== 'signed_off') throw new DomainError('close_state', { state: found?.state ?? 'open' })
    const later = await trx
      .selectFrom('periodClose')
      .select('month')
      .where('month', '>', `${month}-01`)
      .where('state', 'in', ['signed_off', 'reopening'])
      .executeTakeFirst()
    // Its seal is part of the next month's: the last one is opened first.
    if (later) throw new DomainError('close_state', { state: 'later_closed' })
    await trx
      .updateTable('periodClose')
      .set({ state: 'reopening', reopenReason: reason, reopenMakerId: memberId })
      .where('id', '=', found.id)
      .execute()
    await note(trx, { month, memberId, action: 'reopening_requested' })
  })
}

/** A second person opens the month, or leaves it closed. Throws `second_person_needed` and `close_state {state}`. */
export async function decideReopening(
  { db }: { db: Db },
  { month, memberId, approve }: Act & { approve: boolean },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockMonth(trx, month)
    const found = await findLastClose(trx, month)
    if (found?.state !== 'reopening') throw new DomainError('close_state', { state: found?.state ?? 'open' })
    if (found.reopenMakerId === memberId) throw new DomainError('second_person_needed', { what: 'reopening' })
    await trx
      .updateTable('periodClose')
      .set(
        approve
          ? { state: 'reopened', reopenCheckerId: memberId, reopenedAt: sql`app_now()` }
          : { state: 'signed_off', reopenReason: null, reopenMakerId: null },
      )
      .where('id', '=', found.id)
      .execute()
    if (approve) await sql`SELECT ledger.reopen_period(${`${month}-01`}::date)`.execute(trx)
    await note(trx, { month, memberId, action: approve ? 'reopening_approved' : 'reopening_refused' })
  })
}

async function lastSeal(trx: Transaction<Database>): Promise<string | null> {
  const last = await trx
    .selectFrom('periodClose')
    .select('seal')
    .where('signedAt', 'is not', null)
    .orderBy('signedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.seal ?? null
}

async function note(
  trx: Transaction<Database>,
  act: Act & {
    action:
      | 'close_requested'
      | 'close_signed'
      | 'reopening_requested'
      | 'reopening_approved'
      | 'reopening_refused'
  },
): Promise<void> {
  await recordAct(trx, {
    actor: `member:${act.memberId}`,
    action: act.action,
    subjectType: 'period',
    subjectId: act.month,
    facts: {},
  })
}
