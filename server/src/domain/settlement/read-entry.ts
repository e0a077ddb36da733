import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface EntryLeg {
  seq: number
  debit: string
  debitParty: string | null
  credit: string
  creditParty: string | null
  orderNo: string | null
  amountFen: bigint
}

export interface PostedEntryView {
  transactionId: bigint
  key: string
  kind: string
  refType: string
  refId: string
  /** Who posted it, by name where it was a person. */
  actor: string
  effectiveOn: string
  postedAt: Date
  reverses: bigint | null
  reversedBy: bigint | null
  /** The order, payout or settlement it is of, by its number. */
  orderNo: string | null
  payoutNo: string | null
  settlementNo: string | null
  legs: EntryLeg[]
}

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** One entry as it was posted: what it is of, who posted it, its legs, and what it took back or was taken back by. Throws `not_found`. */
export async function readEntry(db: Db, transactionId: bigint): Promise<PostedEntryView> {
  const { rows } = await sql<Omit<PostedEntryView, 'legs'>>`
    WITH entry AS MATERIALIZED (
      SELECT *, CASE WHEN ref_id ~ ${UUID} THEN ref_id::uuid END AS ref,
        CASE WHEN actor ~ '^user:' AND substr(actor, 6) ~ ${UUID} THEN substr(actor, 6)::uuid END AS user_id
      FROM ledger.transaction WHERE id = ${transactionId}
    )
    SELECT entry.id AS transaction_id, entry.key, entry.kind, entry.ref_type, entry.ref_id, entry.effective_on, entry.posted_at,
      entry.reverses, undone.id AS reversed_by, coalesce(who.name, entry.actor) AS actor,
      orders.no AS order_no, payout.no AS payout_no, settlement_batch.no AS settlement_no
    FROM entry
    LEFT JOIN ledger.transaction AS undone ON undone.reverses = entry.id
    LEFT JOIN auth.user AS who ON who.id = entry.user_id
    LEFT JOIN refund ON entry.ref_type = 'refund' AND refund.id = entry.ref
    LEFT JOIN orders ON orders.id = CASE entry.ref_type WHEN 'order' THEN entry.ref ELSE refund.order_id END
    LEFT JOIN payout ON entry.ref_type = 'payout' AND payout.id = entry.ref
    LEFT JOIN settlement_batch ON entry.ref_type = 'settlement_batch' AND settlement_batch.id = entry.ref
  `.execute(db)
  const [entry] = rows
  if (!entry) throw new DomainError('not_found')
  return { ...entry, legs: await readEntryLegs(db, transactionId) }
}

async function readEntryLegs(db: Db, transactionId: bigint): Promise<EntryLeg[]> {
  const { rows } = await sql<EntryLeg>`
    SELECT seq, debited.code AS debit, debtor.name AS debit_party, credited.code AS credit, creditor.name AS credit_party,
      orders.no AS order_no, amount_fen
    FROM ledger.leg
    JOIN ledger.account AS debited ON debited.id = leg.debit
    JOIN ledger.account AS credited ON credited.id = leg.credit
    LEFT JOIN party AS debtor ON debtor.id = debited.party_id
    LEFT JOIN party AS creditor ON creditor.id = credited.party_id
    LEFT JOIN orders ON orders.id = leg.order_id
    WHERE transaction_id = ${transactionId} ORDER BY seq LIMIT 2000
  `.execute(db)
  return rows
}
