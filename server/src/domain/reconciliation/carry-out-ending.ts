import type { BreakEnding } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { breakAdjusted } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'

const RESOLUTIONS = {
  fee: 'adjusted',
  suspense: 'adjusted',
  write_off: 'written_off',
  duplicate: 'duplicate',
  accept: 'accepted',
} as const satisfies Record<BreakEnding, string>

interface EndingBreak {
  id: string
  account: string
  amountFen: bigint
  as: BreakEnding
  takenBack: number
  checkerId: string | null
}

/** Ends a difference as it was agreed: by two people, or by a rule alone, which is nobody. Answers the day for which it was booked. */
export async function carryOutEnding(trx: Transaction<Database>, found: EndingBreak): Promise<string | null> {
  const { id, account, amountFen, as, takenBack, checkerId } = found
  let bookedOn: string | null = null
  if (as === 'fee' || as === 'suspense' || as === 'write_off') {
    const open = await readOpenDay(trx, id)
    bookedOn = open.day
    const of = {
      breakId: id,
      account: account as AccountCode,
      amountFen,
      takenBack,
      effectiveAt: open.at ?? undefined,
    }
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
  return bookedOn
}

/** It counts for the day it is of; a month that is closed meanwhile takes nothing more, and it counts for today. */
async function readOpenDay(
  trx: Transaction<Database>,
  breakId: string,
): Promise<{ at: Date | null; day: string }> {
  const { rows } = await sql<{ at: Date | null; day: string }>`
    SELECT CASE WHEN month IS NULL THEN (business_day + time '12:00') AT TIME ZONE 'Asia/Shanghai' END AS at,
      CASE WHEN month IS NULL THEN business_day ELSE business_day(app_now()) END::text AS day
    FROM break LEFT JOIN ledger.period ON month = date_trunc('month', business_day::timestamp)::date WHERE break.id = ${breakId}
  `.execute(trx)
  const [open] = rows
  if (!open) throw new Error('a difference that is locked is there')
  return open
}
