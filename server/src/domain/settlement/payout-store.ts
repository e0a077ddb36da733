import type { PayoutState, PayoutWay } from '@haowu/shared/settlement.ts'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { IN_FLIGHT, NOTHING_PROPOSED, type PayoutFacts } from './payout.ts'

export interface StoredPayout extends PayoutFacts {
  no: string
  state: string
  makerId: string
  checkerId: string | null
  requestHash: Buffer
  returnReference: string | null
  /** What one person says of its end, while a second has not agreed. */
  proposedOutcome: string | null
  proposedReference: string | null
  proposedBy: string | null
  sentAt: Date | null
  /** Of the batch that it is decided with; null when it was asked for by itself. */
  batchId: string | null
  way: PayoutWay
  /** Of the account it goes to, as it stands now. */
  accountState: string
  /** Whether the party may be paid nothing for now. */
  isFrozen: boolean
}

function isFrozen({ exists, selectFrom }: ExpressionBuilder<Database, 'payout'>) {
  return exists(
    selectFrom('partyRestriction')
      .select('partyRestriction.id')
      .whereRef('partyRestriction.partyId', '=', 'payout.partyId')
      .where('partyRestriction.kind', '=', 'payouts_frozen')
      .where('partyRestriction.liftedAt', 'is', null),
  )
}

function payouts(db: Db) {
  return db
    .selectFrom('payout')
    .innerJoin('payeeAccount', 'payeeAccount.id', 'payout.payeeAccountId')
    .select(['payout.id as payoutId', 'payout.no', 'payout.partyId', 'payout.amountFen', 'payout.state'])
    .select([
      'payout.taxFen',
      'payout.invoiceNo',
      'payout.returnReference',
      'payout.batchId',
      'payout.proposedOutcome',
      'payout.proposedReference',
      'payout.proposedBy',
      'payout.sentAt',
      'makerId',
      'checkerId',
      'requestHash',
      'payeeAccountId',
    ])
    .select(['holderName', 'bankName', 'accountNoSealed', 'payeeAccount.state as accountState'])
    .select(sql<PayoutWay>`payout.way`.as('way'))
    .select(eb => isFrozen(eb).$castTo<boolean>().as('isFrozen'))
}

export async function lockPayout(
  trx: Transaction<Database>,
  payoutId: string,
): Promise<StoredPayout | undefined> {
  return payouts(trx).where('payout.id', '=', payoutId).forUpdate('payout').executeTakeFirst()
}

export async function lockPayoutByNo(
  trx: Transaction<Database>,
  no: string,
): Promise<StoredPayout | undefined> {
  return payouts(trx).where('payout.no', '=', no).forUpdate('payout').executeTakeFirst()
}

/** The lines of a batch that stand in one of these states, by number. */
export async function listBatchPayouts(
  db: Db,
  { batchId, states }: { batchId: string; states: PayoutState[] },
): Promise<StoredPayout[]> {
  return payouts(db)
    .where('payout.batchId', '=', batchId)
    .where('payout.state', 'in', states)
    .orderBy('payout.no')
    .execute()
}

export async function markReturned(
  trx: Transaction<Database>,
  { payoutId, reference }: { payoutId: string; reference: string },
): Promise<void> {
  await trx
    .updateTable('payout')
    .set({ state: 'returned', returnReference: reference, ...NOTHING_PROPOSED })
    .where('id', '=', payoutId)
    .where('state', '=', 'confirmed')
    .execute()
}

/** The oldest approved payout that nobody else is sending; those of a party whose payouts are frozen wait. */
export async function lockNextApproved(trx: Transaction<Database>): Promise<StoredPayout | undefined> {
  return payouts(trx)
    .where('payout.state', '=', 'approved')
    .where('payout.way', '=', 'rail')
    .where(eb => eb.not(isFrozen(eb)))
    .orderBy('payout.createdAt')
    .limit(1)
    .forUpdate('payout')
    .skipLocked()
    .executeTakeFirst()
}

export async function findByKey(db: Db, idempotencyKey: string): Promise<StoredPayout | undefined> {
  return payouts(db).where('payout.idempotencyKey', '=', idempotencyKey).executeTakeFirst()
}

export interface PayeeAccount {
  payeeAccountId: string
  holderName: string
  bankName: string
  accountNoSealed: Buffer
  /** Since when it may be paid to, when it replaced another and its rest is not over; else null. */
  restsUntil: Date | null
}

/** The one verified account a party is paid to. */
export async function findVerifiedAccount(
  db: Db,
  { partyId, coolingHours }: { partyId: string; coolingHours: number },
): Promise<PayeeAccount | undefined> {
  return db
    .selectFrom('payeeAccount')
    .select(['id as payeeAccountId', 'holderName', 'bankName', 'accountNoSealed'])
    .select(
      sql<Date | null>`CASE WHEN created_at + ${coolingHours}::int * interval '1 hour' > app_now()
        AND EXISTS (SELECT FROM payee_account AS before WHERE before.party_id = payee_account.party_id AND before.state = 'retired')
        THEN created_at + ${coolingHours}::int * interval '1 hour' END`.as('restsUntil'),
    )
    .where('partyId', '=', partyId)
    .where('state', '=', 'verified')
    .executeTakeFirst()
}

export interface NewPayout extends PayoutFacts {
  makerId: string
  requestHash: Buffer
  idempotencyKey: string
  taxKind: string
  taxSteps: object | null
  batchId?: string | undefined
}

/** False when the key was used before. */
export async function insertPayout(trx: Transaction<Database>, payout: NewPayout): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO payout (id, no, party_id, payee_account_id, amount_fen, tax_kind, tax_fen, tax_steps, invoice_no, maker_id,
      request_hash, idempotency_key, batch_id)
    VALUES (${payout.payoutId},
      'T' || to_char(business_day(app_now()), 'YYMMDD') || upper(right(${payout.payoutId}::text, 10)),
      ${payout.partyId}, ${payout.payeeAccountId}, ${payout.amountFen}, ${payout.taxKind}, ${payout.taxFen},
      ${payout.taxSteps === null ? null : JSON.stringify(payout.taxSteps)}::jsonb, ${payout.invoiceNo}, ${payout.makerId},
      ${payout.requestHash},
      ${payout.idempotencyKey}, ${payout.batchId ?? null})
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id
  `.execute(trx)
  return rows.length === 1
}

interface Move {
  payoutId: string
  to: string
  from: readonly string[]
  checkerId?: string
  railTransferId?: string | null
  failureCode?: string | null
  stamp?: 'decidedAt' | 'sentAt' | 'finishedAt'
}

/** False when the payout stands elsewhere. */
export async function movePayout(trx: Transaction<Database>, move: Move): Promise<boolean> {
  const { payoutId, to, from, stamp, ...facts } = move
  const { numUpdatedRows } = await trx
    .updateTable('payout')
    .set({ state: to, ...facts, ...NOTHING_PROPOSED, ...(stamp ? { [stamp]: sql<Date>`app_now()` } : {}) })
    .where('id', '=', payoutId)
    .where('state', 'in', [...from])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface InFlightPayout {
  payoutId: string
  no: string
}

/** The payout in flight that waits longest for an answer and nobody else takes now, marked as asked about; none that was asked about lately. */
export async function takeInFlight(
  db: Db,
  { restSeconds }: { restSeconds: number },
): Promise<InFlightPayout | undefined> {
  const rested = (eb: ExpressionBuilder<Database, 'payout'>) =>
    eb(
      sql<Date>`coalesce(asked_at, sent_at)`,
      '<=',
      sql<Date>`app_now() - ${restSeconds}::int * interval '1 second'`,
    )
  return db
    .updateTable('payout')
    .set({ askedAt: sql`app_now()` })
    .where('id', '=', due =>
      due
        .selectFrom('payout')
        .select('id')
        .where('state', 'in', [...IN_FLIGHT])
        // The rail knows nothing of what went to the bank in a file: asked, it would send it once more.
        .where('way', '=', 'rail')
        .where(rested)
        .orderBy(sql`coalesce(asked_at, sent_at)`)
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id as payoutId', 'no'])
    .executeTakeFirst()
}

/** Marks one as asked about now if it is still in flight; false when it has ended meanwhile. */
export async function claimInFlight(db: Db, payoutId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payout')
    .set({ askedAt: sql`app_now()` })
    .where('id', '=', payoutId)
    .where('state', 'in', [...IN_FLIGHT])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
