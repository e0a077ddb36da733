import type { BreakEnding } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { breakAdjusted } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { lockBreak } from './lock-break.ts'
import { settleAdjusted } from './settle-adjusted.ts'

/**
 * A second person agrees, and the entry is posted and matched with the line; or sends it back. Throws `not_found`,
 * `second_person_needed` for whoever proposed it, and `break_state {state}` without a proposal.
 */
export async function decideEnding(
  { db }: { db: Db },
  { breakId, approve, memberId }: { breakId: string; approve: boolean; memberId: string },
): Promise<void> {
  const posted = await db.transaction().execute(async trx => {
    const found = await lockBreak(trx, breakId)
    const { proposed: as } = found
    if (found.state !== 'await_adjust' || as === null)
      throw new DomainError('break_state', { state: found.state })
    if (found.makerId === memberId) throw new DomainError('second_person_needed', { what: 'break' })
    if (!approve) await sendBack(trx, breakId)
    else await carryOut(trx, { ...found, as, memberId })
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: approve ? 'break_approved' : 'break_sent_back',
      subjectType: 'break',
      subjectId: breakId,
      facts: { as },
    })
    return approve
  })
  if (!posted) return
  await feedBookLines({ db })
  await settleAdjusted({ db })
}

async function sendBack(trx: Transaction<Database>, breakId: string): Promise<void> {
  await trx
    .updateTable('break')
    .set({ state: 'assigned', makerId: null, proposed: null })
    .where('id', '=', breakId)
    .execute()
}

const RESOLUTIONS = {
  fee: 'adjusted',
  suspense: 'adjusted',
  duplicate: 'duplicate',
  accept: 'accepted',
} as const satisfies Record<BreakEnding, string>

async function carryOut(
  trx: Transaction<Database>,
  found: { id: string; account: string; amountFen: bigint; as: BreakEnding; memberId: string },
): Promise<void> {
  const { id, account, amountFen, as, memberId } = found
  if (as === 'fee' || as === 'suspense') {
    const effectiveAt = await readOpenDay(trx, id)
    const of = { breakId: id, account: account as AccountCode, amountFen, effectiveAt }
    await postEntries(trx, [breakAdjusted({ ...of, as, actor: `member:${memberId}` })])
  }
  await trx
    .updateTable('break')
    .set({
      state: 'resolved',
      resolution: RESOLUTIONS[as],
      checkerId: memberId,
      resolvedAt: sql`app_now()`,
    })
    .where('id', '=', id)
    .execute()
}

/** It counts for the day it is of; a month that is closed meanwhile takes nothing more, and it counts for today. */
async function readOpenDay(trx: Transaction<Database>, breakId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`
    SELECT (business_day + time '12:00') AT TIME ZONE 'Asia/Shanghai' AS at FROM break
    WHERE id = ${breakId} AND NOT EXISTS (
      SELECT FROM ledger.period WHERE month = date_trunc('month', business_day::timestamp)::date)
  `.execute(trx)
  return rows[0]?.at
}
