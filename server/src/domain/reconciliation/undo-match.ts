import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

/**
 * Takes a match apart: both sides are open again, and the next run may look at them. Throws `not_found`, and `period_closed {month}` for
 * lines of a month that is closed. Undone twice is undone once.
 */
export async function undoMatch(
  { db }: { db: Db },
  { matchId, memberId }: { matchId: bigint; memberId: string },
): Promise<void> {
  await db.transaction().execute(trx => partMatch(trx, { matchId, memberId }))
}

/** The same, in the transaction of whoever has a further reason for it. */
export async function partMatch(
  trx: Transaction<Database>,
  { matchId, memberId }: { matchId: bigint; memberId: string },
): Promise<void> {
  const found = await trx
    .selectFrom('match')
    .selectAll()
    .where('id', '=', matchId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw new DomainError('not_found', { what: 'match' })
  if (found.state === 'undone') return
  await refuseClosed(trx, matchId)
  await trx
    .updateTable('match')
    .set({ state: 'undone', decidedBy: memberId, decidedAt: sql`app_now()` })
    .where('id', '=', matchId)
    .execute()
  const items = await trx
    .updateTable('matchItem')
    .set({ active: false })
    .where('matchId', '=', matchId)
    .where('active', '=', true)
    .returning(['side', 'lineId'])
    .execute()
  await trx
    .insertInto('openLine')
    .values(items.map(item => ({ ...item, account: found.account })))
    .onConflict(conflict => conflict.columns(['side', 'lineId']).doNothing())
    .execute()
  await recordAct(trx, {
    actor: `member:${memberId}`,
    action: 'match_undone',
    subjectType: 'match',
    subjectId: matchId.toString(),
    facts: { count: 1 },
  })
}

/** The month of a line that is closed has been signed for as it stands. */
async function refuseClosed(trx: Transaction<Database>, matchId: bigint): Promise<void> {
  const { rows } = await sql<{ month: string }>`
    SELECT to_char(period.month, 'YYYY-MM') AS month FROM match_item
    LEFT JOIN statement_line ON side = 'statement' AND statement_line.id = line_id
    LEFT JOIN book_line ON side = 'book' AND book_line.id = line_id
    JOIN ledger.period ON period.month = date_trunc('month', coalesce(statement_line.business_day, book_line.business_day)::timestamp)::date
    WHERE match_id = ${matchId} LIMIT 1
  `.execute(trx)
  if (rows[0]) throw new DomainError('period_closed', { month: rows[0].month })
}
