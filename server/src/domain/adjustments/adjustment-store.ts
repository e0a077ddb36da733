import type { AdjustmentPair, AdjustmentReason, AdjustmentState } from '@haowu/shared/adjustments.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { AdjustmentLine } from '#domain/ledger/adjustment-entries.ts'
import { type Adjustment, type AdjustmentContent, hashContent, sumLines } from './adjustment.ts'

/** `TZ261126…`: the day, and digits nobody can guess the next of. */
const freshNo = sql<string>`'TZ' || to_char(app_now() AT TIME ZONE 'Asia/Shanghai', 'YYMMDD') || lpad((('x' || substr(md5(gen_random_uuid()::text), 1, 8))::bit(32)::bigint % 1000000)::text, 6, '0')`

export async function insertAdjustment(
  trx: Transaction<Database>,
  { makerId, reversesId, ...content }: AdjustmentContent & { makerId: string; reversesId: string | null },
): Promise<string> {
  const { reason, note, evidenceKey, lines } = content
  const { id } = await trx
    .insertInto('adjustment')
    .values({
      no: freshNo,
      reason,
      note,
      evidenceKey,
      amountFen: sumLines(lines),
      contentHash: hashContent(content),
      makerId,
      reversesId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertLines(trx, id, lines)
  return id
}

export async function replaceContent(
  trx: Transaction<Database>,
  id: string,
  content: AdjustmentContent,
): Promise<void> {
  const { reason, note, evidenceKey, lines } = content
  await trx.deleteFrom('adjustmentLine').where('adjustmentId', '=', id).execute()
  await insertLines(trx, id, lines)
  await trx
    .updateTable('adjustment')
    .set({ reason, note, evidenceKey, amountFen: sumLines(lines), contentHash: hashContent(content) })
    .where('id', '=', id)
    .execute()
}

async function insertLines(
  trx: Transaction<Database>,
  adjustmentId: string,
  lines: readonly AdjustmentLine[],
): Promise<void> {
  await trx
    .insertInto('adjustmentLine')
    .values(lines.map((line, at) => ({ adjustmentId, seq: at + 1, ...line })))
    .execute()
}

/** The adjustment for this transaction alone; undefined when there is none. */
export async function lockAdjustment(
  trx: Transaction<Database>,
  id: string,
): Promise<Adjustment | undefined> {
  const row = await trx
    .selectFrom('adjustment')
    .select(['id', 'no', 'state', 'reason', 'note', 'evidenceKey', 'amountFen', 'contentHash', 'makerId'])
    .select(['approvalsNeeded', 'transactionId', 'reversesId'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const lines = await trx
    .selectFrom('adjustmentLine')
    .select(['pair', 'partyId', 'amountFen'])
    .where('adjustmentId', '=', id)
    .orderBy('seq')
    .execute()
  return {
    ...row,
    state: row.state as AdjustmentState,
    reason: row.reason as AdjustmentReason,
    lines: lines.map(line => ({ ...line, pair: line.pair as AdjustmentPair })),
  }
}
