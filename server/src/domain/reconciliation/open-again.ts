import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { partMatch } from './undo-match.ts'

/**
 * A difference that has ended, and that this transaction has locked, is open again: its lines are too, and no run puts them together again.
 * Throws `break_state` where a run has found the same line wrong meanwhile, and `period_closed {month}`.
 */
export async function openAgain(
  trx: Transaction<Database>,
  { breakId, memberId, reason }: { breakId: string; memberId: string; reason: string },
): Promise<void> {
  for (const matchId of await listMatchesOf(trx, breakId)) await partMatch(trx, { matchId, memberId })
  if (await isOpenElsewhere(trx, breakId)) throw new DomainError('break_state', { state: 'open' })
  await trx
    .updateTable('break')
    .set({
      state: 'open',
      resolution: null,
      resolvedAt: null,
      proposed: null,
      makerId: null,
      checkerId: null,
      reopenMakerId: null,
      reopenWish: null,
      reopenedAt: sql`app_now()`,
      reopenedBy: `member:${memberId}`,
      reopenReason: reason,
    })
    .where('id', '=', breakId)
    .execute()
  await recordAct(trx, {
    actor: `member:${memberId}`,
    action: 'break_reopened',
    subjectType: 'break',
    subjectId: breakId,
    facts: { reason },
  })
}

async function listMatchesOf(trx: Transaction<Database>, breakId: string): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>`
    SELECT DISTINCT match_id AS id FROM break JOIN match_item ON active
      AND ((side = 'statement' AND line_id = statement_line_id) OR (side = 'book' AND line_id = book_line_id))
    WHERE break.id = ${breakId} ORDER BY 1
  `.execute(trx)
  return rows.map(({ id }) => id)
}

/** A run has found the same line wrong again meanwhile: that difference is the one to work on. */
async function isOpenElsewhere(trx: Transaction<Database>, breakId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM break AS other JOIN break AS own ON own.id = ${breakId}
    WHERE other.state <> 'resolved' AND (other.statement_line_id = own.statement_line_id OR other.book_line_id = own.book_line_id)
    LIMIT 1
  `.execute(trx)
  return rows.length > 0
}
