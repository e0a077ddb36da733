import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

/** What a part of a deposit can stand behind. */
export type HoldReason = 'live_hold' | 'case' | 'loan'

export interface HoldRow {
  depositHoldId: string
  partyId: string
  amountFen: Fen
  ledgerHoldId: bigint
  state: string
}

interface HoldName {
  reason: HoldReason
  refId: string
}

export async function findHold(
  trx: Transaction<Database>,
  { reason, refId }: HoldName,
): Promise<HoldRow | undefined> {
  return trx
    .selectFrom('depositHold')
    .select(['id as depositHoldId', 'partyId', 'amountFen', 'ledgerHoldId', 'state'])
    .where('reason', '=', reason)
    .where('refId', '=', refId)
    .executeTakeFirst()
}

export async function insertHold(
  trx: Transaction<Database>,
  hold: HoldName & { partyId: string; amountFen: Fen; ledgerHoldId: bigint },
): Promise<void> {
  await trx.insertInto('depositHold').values(hold).execute()
}

/** Closes what is still open of these holds and answers with what the ledger must release, one party after the other. */
export async function closeHolds(
  trx: Transaction<Database>,
  { reason, refIds }: { reason: HoldReason; refIds: string[] },
): Promise<{ partyId: string; ledgerHoldId: bigint }[]> {
  const { rows } = await sql<{ partyId: string; ledgerHoldId: bigint }>`
    WITH open AS (
      SELECT id FROM deposit_hold
      WHERE reason = ${reason} AND ref_id = ANY(${refIds}::uuid[]) AND state = 'open'
      ORDER BY id FOR UPDATE
    ), closed AS (
      UPDATE deposit_hold SET state = 'released', ended_at = app_now()
      FROM open WHERE deposit_hold.id = open.id
      RETURNING party_id, ledger_hold_id
    )
    SELECT party_id, ledger_hold_id FROM closed ORDER BY party_id, ledger_hold_id
  `.execute(trx)
  return rows
}

/** Marks an open hold as captured. False when it was resolved before, in whichever way. */
export async function captureOpenHold(trx: Transaction<Database>, depositHoldId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('depositHold')
    .set({ state: 'captured', endedAt: sql<Date>`app_now()` })
    .where('id', '=', depositHoldId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Live holds that ended while their deposit stayed held. */
export async function findEndedHolds(trx: Transaction<Database>, limit: number): Promise<string[]> {
  const { rows } = await sql<{ liveHoldId: string }>`
    SELECT live_hold.id AS live_hold_id
    FROM deposit_hold
    JOIN live_hold ON live_hold.id = deposit_hold.ref_id
    WHERE deposit_hold.state = 'open' AND deposit_hold.reason = 'live_hold' AND live_hold.state <> 'active'
    ORDER BY deposit_hold.party_id, deposit_hold.id
    LIMIT ${limit}
    FOR UPDATE OF deposit_hold SKIP LOCKED
  `.execute(trx)
  return rows.map(row => row.liveHoldId)
}

export interface OpenHold {
  depositHoldId: string
  reason: HoldReason
  /** The piece that is held or lent, or the number of the case. */
  subject: string | null
  amountFen: Fen
  /** When a live hold ends by itself. */
  until: Date | null
  createdAt: Date
}

/** What stands behind the held part of a deposit, newest first. */
export async function listOpenHolds(
  db: Db,
  { partyId, limit }: { partyId: string; limit: number },
): Promise<OpenHold[]> {
  const { rows } = await sql<OpenHold>`
    SELECT deposit_hold.id AS deposit_hold_id, deposit_hold.reason, deposit_hold.amount_fen, live_hold.until, deposit_hold.created_at,
      coalesce(item.title, trust_case.no) AS subject
    FROM deposit_hold
    LEFT JOIN live_hold ON deposit_hold.reason = 'live_hold' AND live_hold.id = deposit_hold.ref_id
    LEFT JOIN sample_loan ON deposit_hold.reason = 'loan' AND sample_loan.id = deposit_hold.ref_id
    LEFT JOIN trust_case ON deposit_hold.reason = 'case' AND trust_case.id = deposit_hold.ref_id
    LEFT JOIN item ON item.id = coalesce(live_hold.item_id, sample_loan.item_id)
    WHERE deposit_hold.party_id = ${partyId} AND deposit_hold.state = 'open'
    ORDER BY deposit_hold.id DESC LIMIT ${limit}
  `.execute(db)
  return rows
}
