import type { CloseCheck } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readChecklist } from './check-close.ts'
import { findLastClose, lockMonth } from './lock-month.ts'

interface ItemAct {
  month: string
  item: CloseCheck
  memberId: string
}

/** Says who answers for one point of a close, or nobody. Throws `not_found` for who is not of finance, `close_state {state}` for a signed month. */
export async function setCloseOwner(
  { db }: { db: Db },
  { ownerId, ...act }: ItemAct & { ownerId: string | null },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockUnsigned(trx, act.month)
    if (ownerId !== null && !(await isOfFinance(trx, ownerId)))
      throw new DomainError('not_found', { what: 'member' })
    await sql`
      INSERT INTO close_item (month, item, owner_id) VALUES (${`${act.month}-01`}::date, ${act.item}, ${ownerId})
      ON CONFLICT (month, item) DO UPDATE SET owner_id = excluded.owner_id
    `.execute(trx)
    await note(trx, act, { action: 'close_owner_set', facts: { item: act.item, owner: ownerId ?? '' } })
  })
}

/**
 * Somebody has looked at a point and says that it is done; who has no owner yet is his. What is still open cannot be called done. Throws
 * `close_blocked {checks}` and `close_state {state}`.
 */
export async function confirmCloseItem({ db }: { db: Db }, act: ItemAct): Promise<void> {
  const { month, item, memberId } = act
  const checks = await readChecklist(db, month)
  if (!checks.some(({ check, isDone }) => check === item && isDone))
    throw new DomainError('close_blocked', { checks: item })
  await db.transaction().execute(async trx => {
    await lockUnsigned(trx, month)
    await sql`
      INSERT INTO close_item (month, item, owner_id, done_by, done_at)
      VALUES (${`${month}-01`}::date, ${item}, ${memberId}, ${memberId}, app_now())
      ON CONFLICT (month, item) DO UPDATE
        SET owner_id = coalesce(close_item.owner_id, excluded.owner_id), done_by = excluded.done_by, done_at = excluded.done_at
    `.execute(trx)
    await note(trx, act, { action: 'close_item_done', facts: { item } })
  })
}

/** What was signed was signed with these names. */
async function lockUnsigned(trx: Transaction<Database>, month: string): Promise<void> {
  await lockMonth(trx, month)
  const last = await findLastClose(trx, month)
  if (last?.state === 'signed_off' || last?.state === 'reopening')
    throw new DomainError('close_state', { state: last.state })
}

async function isOfFinance(trx: Transaction<Database>, memberId: string): Promise<boolean> {
  const found = await trx
    .selectFrom('member')
    .select('id')
    .where('id', '=', memberId)
    .where('role', '=', 'finance')
    .where('state', '=', 'active')
    .executeTakeFirst()
  return found !== undefined
}

async function note(
  trx: Transaction<Database>,
  { month, memberId }: ItemAct,
  what: { action: 'close_owner_set' | 'close_item_done'; facts: Record<string, string> },
): Promise<void> {
  await recordAct(trx, { actor: `member:${memberId}`, subjectType: 'period', subjectId: month, ...what })
}
