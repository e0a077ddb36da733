import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface NewReceivable {
  partyId: string
  cause: 'refund' | 'compensation' | 'case'
  /** The refund or case it came from; one debt per cause and party. */
  refId: string
  orderId: string | null
  amountFen: bigint
  noticeDays: number
}

export async function insertReceivable(
  trx: Transaction<Database>,
  { noticeDays, ...owed }: NewReceivable,
): Promise<{ id: string; drawAt: Date }> {
  return trx
    .insertInto('receivable')
    .values({ ...owed, drawAt: sql<Date>`app_now() + ${noticeDays}::int * interval '1 day'` })
    .returning(['id', 'drawAt'])
    .executeTakeFirstOrThrow()
}

export interface OpenReceivable {
  id: string
  partyId: string
  leftFen: bigint
}

/** What these parties owe, locked, the oldest debt first. */
export async function lockReceivables(
  trx: Transaction<Database>,
  partyIds: string[],
): Promise<OpenReceivable[]> {
  if (partyIds.length === 0) return []
  return openReceivables(trx)
    .where('partyId', '=', sql<string>`ANY(${partyIds}::uuid[])`)
    .orderBy('partyId')
    .orderBy('createdAt')
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** One debt that is open, locked. */
export async function lockReceivable(
  trx: Transaction<Database>,
  id: string,
): Promise<OpenReceivable | undefined> {
  return openReceivables(trx).where('id', '=', id).forUpdate().executeTakeFirst()
}

function openReceivables(trx: Transaction<Database>) {
  return trx
    .selectFrom('receivable')
    .select(['id', 'partyId', sql<bigint>`amount_fen - recovered_fen - written_off_fen`.as('leftFen')])
    .where('closedAt', 'is', null)
}

export type RecoverySource = 'available' | 'deposit' | 'write_off'

/** Writes down that a locked debt became smaller; the money is posted in the same transaction, by this id. */
export async function insertRecovery(
  trx: Transaction<Database>,
  recovery: { id: string; receivableId: string; source: RecoverySource; amountFen: bigint; actor: string },
): Promise<void> {
  await trx.insertInto('receivableRecovery').values(recovery).execute()
  const column = recovery.source === 'write_off' ? 'writtenOffFen' : 'recoveredFen'
  await trx
    .updateTable('receivable')
    .set({
      [column]: sql`${sql.ref(column)} + ${recovery.amountFen}`,
      closedAt: sql`CASE WHEN recovered_fen + written_off_fen + ${recovery.amountFen} = amount_fen THEN app_now() END`,
    })
    .where('id', '=', recovery.receivableId)
    .execute()
}
