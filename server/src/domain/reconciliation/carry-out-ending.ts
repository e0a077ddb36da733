import type { BreakEnding } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { breakAdjusted } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'

const RESOLUTIONS = {
  fee: 'adjusted',
  suspense: 'adjusted',
  duplicate: 'duplicate',
  accept: 'accepted',
} as const satisfies Record<BreakEnding, string>

/** Ends a difference as it was agreed: by two people, or by a rule alone, which is nobody. What is booked counts for the day it is of. */
export async function carryOutEnding(
  trx: Transaction<Database>,
  found: { id: string; account: string; amountFen: bigint; as: BreakEnding; checkerId: string | null },
): Promise<void> {
  const { id, account, amountFen, as, checkerId } = found
  if (as === 'fee' || as === 'suspense') {
    const effectiveAt = await readOpenDay(trx, id)
    const of = { breakId: id, account: account as AccountCode, amountFen, effectiveAt }
    await postEntries(trx, [breakAdjusted({ ...of, as, ...(checkerId && { actor: `member:${checkerId}` }) })])
  }
  await trx
    .updateTable('break')
    .set({
      state: 'resolved',
      resolution: RESOLUTIONS[as],
      checkerId,
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
