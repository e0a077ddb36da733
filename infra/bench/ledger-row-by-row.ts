import type pg from 'pg'

/** Transfers per call: the algorithm's own best, because a hot row gets a new version for each of them. */
const TRANSFERS_PER_CALL = 100

/**
 * The usual ledger in SQL, transfer by transfer: lock both balances in order, change both, write the transfer.
 * On the same columns and indexes as ours, and without our key, request hash and floors.
 */
export async function createRowByRow(client: pg.Client, accounts: number) {
  await client.query(`
    CREATE TABLE row_leg (LIKE ledger.leg INCLUDING CONSTRAINTS INCLUDING INDEXES);
    CREATE TABLE row_balance (account_id bigint PRIMARY KEY, debit_total bigint NOT NULL DEFAULT 0,
      credit_total bigint NOT NULL DEFAULT 0, version bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
    INSERT INTO row_balance SELECT generate_series(1, ${accounts});
    CREATE SEQUENCE row_transaction;
    CREATE FUNCTION row_transfers(debits bigint[], credits bigint[], amounts bigint[]) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE
      n int;
      transaction_id bigint;
      order_id uuid;
    BEGIN
      FOR n IN 1 .. cardinality(amounts) LOOP
        IF n % 4 = 1 THEN
          transaction_id := nextval('row_transaction');
          order_id := uuid_v7();
        END IF;
        PERFORM FROM row_balance WHERE account_id IN (debits[n], credits[n]) ORDER BY account_id FOR UPDATE;
        UPDATE row_balance SET debit_total = debit_total + amounts[n], version = version + 1 WHERE account_id = debits[n];
        UPDATE row_balance SET credit_total = credit_total + amounts[n], version = version + 1 WHERE account_id = credits[n];
        INSERT INTO row_leg VALUES (transaction_id, debits[n], credits[n], amounts[n], order_id, (n - 1) % 4 + 1);
      END LOOP;
      RETURN cardinality(amounts);
    END $$;
  `)
  await client.query('VACUUM ANALYZE row_balance')
  let credits: number[][] = []
  return {
    prepare(orders: number): void {
      const flat = Array.from({ length: orders }, () => [
        party(1, 3_000),
        party(3_001, 100),
        3_602,
        party(3_101, 500),
      ]).flat()
      credits = []
      for (let at = 0; at < flat.length; at += TRANSFERS_PER_CALL)
        credits.push(flat.slice(at, at + TRANSFERS_PER_CALL))
    },
    async run(): Promise<number> {
      let legs = 0
      for (const call of credits) {
        const { rows } = await client.query({
          name: 'row_transfers',
          text: 'SELECT row_transfers($1::bigint[], $2::bigint[], $3::bigint[]) AS legs',
          values: [call.map(() => 3_601), call, call.map(() => 1_000)],
        })
        legs += rows[0].legs
      }
      return legs
    },
  }
}

const party = (first: number, count: number) => first + Math.floor(Math.random() * count)
