import type pg from 'pg'
import type { Clients } from './connect-clients.ts'
import { timeOrderedId } from './time-ordered-id.ts'

/** Account ids as the bench's tables have them: streamers, agencies, suppliers, then two hot ones. */
const ESCROW = 3_601
const DEFERRED = 3_602
const ACCOUNTS = 3_602

/** Transfers per call: the algorithm's own best, because a hot row gets a new version for each of them. */
const TRANSFERS_PER_CALL = 100

/** The credited accounts of one order; the debited one is escrow. */
export function randomCredits(): number[] {
  return [anyOf(1, 3_000), anyOf(3_001, 100), DEFERRED, anyOf(3_101, 500)]
}

/** The same legs table with the same indexes as ours, and balances; without key, request hash, floors and triggers. */
export async function createRowTables(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE TABLE row_leg (LIKE ledger.leg INCLUDING CONSTRAINTS INCLUDING INDEXES);
    CREATE TABLE row_balance (account_id bigint PRIMARY KEY, debit_total bigint NOT NULL DEFAULT 0,
      credit_total bigint NOT NULL DEFAULT 0, version bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
    INSERT INTO row_balance SELECT generate_series(1, ${ACCOUNTS});
    CREATE SEQUENCE row_transaction;
    CREATE FUNCTION row_transfers(credits bigint[]) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE
      transaction_id bigint;
      order_id uuid;
    BEGIN
      PERFORM FROM row_balance WHERE account_id = ANY (credits || ${ESCROW}::bigint) ORDER BY account_id FOR UPDATE;
      FOR n IN 1 .. cardinality(credits) LOOP
        IF n % 4 = 1 THEN
          transaction_id := nextval('row_transaction');
          order_id := uuid_v7();
        END IF;
        UPDATE row_balance SET debit_total = debit_total + 1000, version = version + 1 WHERE account_id = ${ESCROW};
        UPDATE row_balance SET credit_total = credit_total + 1000, version = version + 1 WHERE account_id = credits[n];
        INSERT INTO row_leg VALUES (transaction_id, ${ESCROW}, credits[n], 1000, order_id, (n - 1) % 4 + 1);
      END LOOP;
      RETURN cardinality(credits);
    END $$;
  `)
  await client.query('VACUUM ANALYZE row_balance')
}

const STATEMENTS = {
  lock: 'SELECT account_id, debit_total, credit_total FROM row_balance WHERE account_id = ANY ($1::bigint[]) ORDER BY account_id FOR UPDATE',
  debit: `UPDATE row_balance SET debit_total = debit_total + 1000, version = version + 1 WHERE account_id = ${ESCROW}`,
  credit:
    'UPDATE row_balance SET credit_total = credit_total + 1000, version = version + 1 WHERE account_id = $1',
  leg: `INSERT INTO row_leg VALUES ($1, ${ESCROW}, $2, 1000, $3, $4)`,
}

/**
 * The usual ledger of a service: each order is a transaction that locks its balances in order, then for each transfer
 * changes two balances and writes a row. Prepared statements, one connection for each caller. Answers the legs written.
 */
export async function postRowByRow(clients: Clients, orders: number): Promise<number> {
  let transaction = Date.now() * 1_000
  await clients.share(orders, async client => {
    const send = (name: keyof typeof STATEMENTS, values: unknown[] = []) =>
      client.query({ name, text: STATEMENTS[name], values })
    const [credits, orderId, transactionId] = [randomCredits(), timeOrderedId(), transaction++]
    await client.query('BEGIN')
    await send('lock', [[...credits, ESCROW]])
    for (const [index, credit] of credits.entries()) {
      await send('debit')
      await send('credit', [credit])
      await send('leg', [transactionId, credit, orderId, index + 1])
    }
    await client.query('COMMIT')
  })
  return orders * 4
}

/** The same algorithm inside the database, fed in batches: no round trips, few commits. The strongest form of it. */
export async function postRowByRowInSql(client: pg.Client, orders: number): Promise<number> {
  const credits = Array.from({ length: orders }, randomCredits).flat()
  let legs = 0
  for (let at = 0; at < credits.length; at += TRANSFERS_PER_CALL) {
    const { rows } = await client.query({
      name: 'row_transfers',
      text: 'SELECT row_transfers($1::bigint[]) AS legs',
      values: [credits.slice(at, at + TRANSFERS_PER_CALL)],
    })
    legs += rows[0].legs
  }
  return legs
}

function anyOf(first: number, count: number): number {
  return first + Math.floor(Math.random() * count)
}
