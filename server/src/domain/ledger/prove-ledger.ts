import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface Disagreement {
  /** The promise that does not hold, as a sentence. */
  check: string
  /** The first row that breaks it: an account's code, a transaction's id, an order's id. */
  row: string
  expected: string
  found: string
}

export interface Proof {
  legs: bigint
  transactions: bigint
  accounts: bigint
  /** Null when the ledger proves. */
  disagreement: Disagreement | null
}

/**
 * Re-derives every balance from zero and checks what the tables promise, all in one snapshot of the database.
 * Trusts nothing that the write path computed; stops at the first promise that fails and names the first row.
 */
export async function proveLedger(db: Db): Promise<Proof> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async trx => {
      await sql`SET LOCAL statement_timeout = '10min'`.execute(trx)
      return { ...(await countRows(trx)), disagreement: await findDisagreement(trx) }
    })
}

async function countRows(trx: Transaction<Database>): Promise<Omit<Proof, 'disagreement'>> {
  const { rows } = await sql<Omit<Proof, 'disagreement'>>`
    SELECT (SELECT count(*) FROM ledger.leg) AS legs, (SELECT count(*) FROM ledger.transaction) AS transactions,
      (SELECT count(*) FROM ledger.account) AS accounts
  `.execute(trx)
  const [counts] = rows
  if (counts === undefined) throw new Error('counting gave no row')
  return counts
}

async function findDisagreement(trx: Transaction<Database>): Promise<Disagreement | null> {
  for (const [check, query] of Object.entries(PROMISES)) {
    const { rows } = await query.execute(trx)
    const [first] = rows
    if (first !== undefined) return { check, ...first }
  }
  return null
}

type Finding = Omit<Disagreement, 'check'>

/** Each query answers with the first row that breaks the promise, or with none. */
const PROMISES: Record<string, RawBuilder<Finding>> = {
  'each transaction has all its legs, and each leg its transaction': sql`
    WITH counted AS (
      SELECT transaction_id, count(*) AS legs, max(seq) AS last_seq FROM ledger.leg GROUP BY transaction_id
    )
    SELECT 'transaction ' || coalesce(id, transaction_id) AS "row",
      coalesce(leg_count || ' legs', 'a transaction') AS expected, coalesce(legs, 0) || ' legs' AS found
    FROM ledger.transaction FULL JOIN counted ON transaction_id = id
    WHERE leg_count IS DISTINCT FROM legs OR leg_count IS DISTINCT FROM last_seq
    ORDER BY coalesce(id, transaction_id) LIMIT 1
  `,
  'each balance is the sum of its legs': sql`
    WITH side AS (
      SELECT debit AS account_id, amount_fen AS debited, 0 AS credited FROM ledger.leg
      UNION ALL
      SELECT credit, 0, amount_fen FROM ledger.leg
    ), derived AS (
      SELECT account_id, sum(debited) AS debited, sum(credited) AS credited, count(*) AS legs FROM side GROUP BY account_id
    ), compared AS (
      SELECT coalesce(derived.account_id, balance.account_id) AS account_id,
        coalesce(debited, 0) AS debited, coalesce(credited, 0) AS credited, coalesce(legs, 0) AS legs,
        debit_total, credit_total, version
      FROM derived FULL JOIN ledger.balance ON balance.account_id = derived.account_id
    )
    SELECT coalesce(code, 'account ' || account_id) AS "row",
      format('debits %s, credits %s, legs %s', debited, credited, legs) AS expected,
      format('debits %s, credits %s, legs %s', debit_total, credit_total, version) AS found
    FROM compared LEFT JOIN ledger.account ON account.id = account_id
    WHERE (debited, credited, legs) IS DISTINCT FROM (debit_total, credit_total, version)
    ORDER BY account_id LIMIT 1
  `,
  'debits equal credits over all accounts': sql`
    SELECT 'all accounts' AS "row", sum(debit_total)::text AS expected, sum(credit_total)::text AS found
    FROM ledger.balance HAVING sum(debit_total) <> sum(credit_total)
  `,
  'each account follows the chart and has a balance': sql`
    SELECT account.code AS "row", format('normal %s, floor %s', chart.normal, chart.floor_zero) AS expected,
      coalesce(format('normal %s, floor %s', balance.normal, balance.floor_zero), 'no balance') AS found
    FROM ledger.account LEFT JOIN ledger.chart USING (kind) LEFT JOIN ledger.balance ON account_id = account.id
    WHERE (chart.normal, chart.floor_zero, chart.held) IS DISTINCT FROM (account.normal, account.floor_zero, account.held)
      OR (account.normal, account.floor_zero) IS DISTINCT FROM (balance.normal, balance.floor_zero)
    ORDER BY account.id LIMIT 1
  `,
  'no account with a floor is below zero': sql`
    SELECT code AS "row", 'at least 0' AS expected,
      (CASE chart.normal WHEN 'D' THEN debit_total - credit_total ELSE credit_total - debit_total END)::text AS found
    FROM ledger.balance JOIN ledger.account ON account.id = account_id JOIN ledger.chart USING (kind)
    WHERE chart.floor_zero
      AND CASE chart.normal WHEN 'D' THEN debit_total < credit_total ELSE credit_total < debit_total END
    ORDER BY account_id LIMIT 1
  `,
  'open holds sum to the held balance': sql`
    WITH open_holds AS (
      SELECT held_account_id, sum(amount_fen) AS held_fen FROM ledger.hold WHERE state = 'open' GROUP BY held_account_id
    )
    SELECT code AS "row", coalesce(held_fen, 0)::text AS expected, (credit_total - debit_total)::text AS found
    FROM ledger.account JOIN ledger.balance ON account_id = account.id
    LEFT JOIN open_holds ON held_account_id = account.id
    WHERE (account.held OR held_fen IS NOT NULL) AND coalesce(held_fen, 0) <> credit_total - debit_total
    ORDER BY account.id LIMIT 1
  `,
  'no order takes more out of escrow than was paid in': sql`
    WITH escrow AS (SELECT id FROM ledger.account WHERE code = 'L:ESCROW'), moved AS (
      SELECT order_id, sum(CASE WHEN credit = escrow.id THEN amount_fen ELSE -amount_fen END) AS left_fen
      FROM ledger.leg JOIN escrow ON escrow.id IN (debit, credit) GROUP BY order_id
    )
    SELECT coalesce('order ' || order_id, 'escrow without an order') AS "row", 'at least 0' AS expected, left_fen::text AS found
    FROM moved WHERE left_fen < 0 OR order_id IS NULL ORDER BY order_id LIMIT 1
  `,
  'what parties still owe sums to their receivable accounts': sql`
    WITH owed AS (
      SELECT party_id, sum(amount_fen - recovered_fen - written_off_fen) AS left_fen FROM public.receivable GROUP BY party_id
    ), booked AS (
      SELECT party_id, debit_total - credit_total AS fen
      FROM ledger.account JOIN ledger.balance ON account_id = account.id WHERE kind = 'A:RECEIVABLE'
    )
    SELECT 'party ' || coalesce(owed.party_id, booked.party_id) AS "row", coalesce(left_fen, 0)::text AS expected,
      coalesce(fen, 0)::text AS found
    FROM owed FULL JOIN booked USING (party_id)
    WHERE coalesce(left_fen, 0) <> coalesce(fen, 0) ORDER BY 1 LIMIT 1
  `,
  'what is kept back of settlements sums to the reserve accounts': sql`
    WITH kept AS (
      SELECT party_id, sum(amount_fen - drawn_fen) AS left_fen FROM public.reserve WHERE released_at IS NULL GROUP BY party_id
    ), booked AS (
      SELECT party_id, credit_total - debit_total AS fen
      FROM ledger.account JOIN ledger.balance ON account_id = account.id WHERE kind = 'L:RESERVE'
    )
    SELECT 'party ' || coalesce(kept.party_id, booked.party_id) AS "row", coalesce(left_fen, 0)::text AS expected,
      coalesce(fen, 0)::text AS found
    FROM kept FULL JOIN booked USING (party_id)
    WHERE coalesce(left_fen, 0) <> coalesce(fen, 0) ORDER BY 1 LIMIT 1
  `,
  'each reversal mirrors what it reverses': sql`
    WITH mirrored AS (
      SELECT reversal.id, legs.seq, legs.debit, legs.credit, legs.amount_fen, legs.order_id,
        original.credit AS mirror_debit, original.debit AS mirror_credit, original.amount_fen AS mirror_fen,
        original.order_id AS mirror_order
      FROM ledger.transaction AS reversal
      JOIN ledger.leg AS legs ON legs.transaction_id = reversal.id
      LEFT JOIN ledger.leg AS original ON original.transaction_id = reversal.reverses AND original.seq = legs.seq
      WHERE reversal.reverses IS NOT NULL
    )
    SELECT 'transaction ' || id AS "row", format('%s to %s: %s', mirror_debit, mirror_credit, mirror_fen) AS expected,
      format('%s to %s: %s', debit, credit, amount_fen) AS found
    FROM mirrored
    WHERE (debit, credit, amount_fen, order_id) IS DISTINCT FROM (mirror_debit, mirror_credit, mirror_fen, mirror_order)
    ORDER BY id, seq LIMIT 1
  `,
  'nothing was posted into a closed month': sql`
    SELECT 'transaction ' || id AS "row", 'posted before ' || closed_at AS expected, 'posted at ' || posted_at AS found
    FROM ledger.period
    JOIN ledger.transaction ON effective_on >= month AND effective_on < month + interval '1 month' AND posted_at > closed_at
    ORDER BY id LIMIT 1
  `,
}
