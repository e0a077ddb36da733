import type { ExitState } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { EXITS_IN_FLIGHT, OPEN_EXITS } from './exit.ts'

export interface StoredExit {
  exitId: string
  partyId: string
  state: ExitState
  attempt: number
  amountFen: Fen | null
  outTransferNo: string | null
  failureCode: string | null
  requestedAt: Date
  dueAt: Date
  finishedAt: Date | null
  ruleVersion: number
}

function exits(db: Db) {
  return db
    .selectFrom('depositExit')
    .select(['id as exitId', 'partyId', 'state', 'attempt', 'amountFen', 'outTransferNo', 'failureCode'])
    .select(['requestedAt', 'dueAt', 'finishedAt', 'ruleVersion'])
}

/** Locks the exit that has not ended. Lock the party before. */
export async function lockOpenExit(
  trx: Transaction<Database>,
  partyId: string,
): Promise<StoredExit | undefined> {
  const row = await exits(trx)
    .where('partyId', '=', partyId)
    .where('state', 'in', [...OPEN_EXITS])
    .forUpdate()
    .executeTakeFirst()
  return row as StoredExit | undefined
}

export async function findLastExit(db: Db, partyId: string): Promise<StoredExit | undefined> {
  const row = await exits(db).where('partyId', '=', partyId).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row as StoredExit | undefined
}

export async function findExitByNo(db: Db, no: string): Promise<StoredExit | undefined> {
  const row = await exits(db).where('outTransferNo', '=', no).executeTakeFirst()
  return row as StoredExit | undefined
}

interface Move {
  exitId: string
  from: readonly ExitState[]
  to: ExitState
  attempt?: number
  amountFen?: Fen | null
  payeeAccountId?: string
  outTransferNo?: string
  railTransferId?: string | null
  failureCode?: string | null
  stamp?: 'sentAt' | 'finishedAt' | 'dueAt'
}

/** False when the exit stands elsewhere. */
export async function moveExit(trx: Transaction<Database>, move: Move): Promise<boolean> {
  const { exitId, from, to, stamp, ...facts } = move
  const { numUpdatedRows } = await trx
    .updateTable('depositExit')
    .set({ state: to, ...facts, ...(stamp ? { [stamp]: sql<Date>`app_now()` } : {}) })
    .where('id', '=', exitId)
    .where('state', 'in', [...from])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A party whose waiting time is over and that was not looked at for a while, marked as looked at now. */
export async function takeDueExit(
  db: Db,
  { restSeconds }: { restSeconds: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ partyId: string }>`
    UPDATE deposit_exit SET asked_at = app_now() WHERE id = (
      SELECT id FROM deposit_exit WHERE state = 'waiting' AND due_at <= app_now()
        AND (asked_at IS NULL OR asked_at <= app_now() - ${restSeconds}::int * interval '1 second')
      ORDER BY coalesce(asked_at, due_at), id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING party_id
  `.execute(db)
  return rows[0]?.partyId
}

/** The number in flight that waits longest for an answer, marked as asked about; none that was asked about lately. */
export async function takeExitInFlight(
  db: Db,
  { restSeconds }: { restSeconds: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ outTransferNo: string }>`
    UPDATE deposit_exit SET asked_at = app_now() WHERE id = (
      SELECT id FROM deposit_exit WHERE state = ANY(${[...EXITS_IN_FLIGHT]}::text[])
        AND greatest(asked_at, sent_at) <= app_now() - ${restSeconds}::int * interval '1 second'
      ORDER BY greatest(asked_at, sent_at), id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING out_transfer_no
  `.execute(db)
  return rows[0]?.outTransferNo
}

/** Marks a number as asked about now if it is still in flight; false when it has ended meanwhile. */
export async function claimExitInFlight(db: Db, no: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('depositExit')
    .set({ askedAt: sql`app_now()` })
    .where('outTransferNo', '=', no)
    .where('state', 'in', [...EXITS_IN_FLIGHT])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface ExitPayee {
  payeeAccountId: string
  holderName: string
  bankName: string
  accountNoSealed: Buffer
}

function payees(db: Db) {
  return db
    .selectFrom('payeeAccount')
    .select(['payeeAccount.id as payeeAccountId', 'holderName', 'bankName', 'accountNoSealed'])
}

/** The one verified account of the party. */
export async function findExitPayee(db: Db, partyId: string): Promise<ExitPayee | undefined> {
  return payees(db).where('partyId', '=', partyId).where('state', '=', 'verified').executeTakeFirst()
}

/** The account that this number was sent to, whatever has become of it since. */
export async function readPayeeOfNo(db: Db, no: string): Promise<ExitPayee> {
  return payees(db)
    .innerJoin('depositExit', 'depositExit.payeeAccountId', 'payeeAccount.id')
    .where('outTransferNo', '=', no)
    .executeTakeFirstOrThrow()
}
