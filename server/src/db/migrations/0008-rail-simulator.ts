import { type Kysely, sql } from 'kysely'

/**
 * The memory of the payment rail's simulator. It stands in a schema of its own because it plays the outside:
 * nothing in `public` refers to it, and a real rail replaces it without a migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE SCHEMA rail_simulator;
    GRANT USAGE ON SCHEMA rail_simulator TO haowu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA rail_simulator GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO haowu_app;

    CREATE TABLE rail_simulator.payment (
      out_trade_no text PRIMARY KEY,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      subject text NOT NULL,
      return_url text NOT NULL,
      expires_at timestamptz NOT NULL,
      -- A payment with a time of paying succeeds at that instant; nobody has to be awake to make it so.
      state text NOT NULL DEFAULT 'NOTPAY' CHECK (state IN ('NOTPAY', 'CLOSED', 'PAYERROR')),
      pays_at timestamptz,
      transaction_id text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK (pays_at IS NULL OR state = 'NOTPAY')
    );
    CREATE TABLE rail_simulator.refund (
      out_refund_no text PRIMARY KEY,
      out_trade_no text NOT NULL REFERENCES rail_simulator.payment,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      -- PROCESSING until it ends, then as decided here.
      ends_as text NOT NULL CHECK (ends_as IN ('SUCCESS', 'ABNORMAL', 'CLOSED')),
      ends_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX rail_refund_payment ON rail_simulator.refund (out_trade_no);
    CREATE TABLE rail_simulator.transfer (
      out_transfer_no text PRIMARY KEY,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      payee_hash bytea NOT NULL,
      transfer_id text NOT NULL UNIQUE,
      ends_as text NOT NULL CHECK (ends_as IN ('SUCCESS', 'FAIL')),
      ends_at timestamptz NOT NULL,
      fail_reason text,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE TABLE rail_simulator.callback (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      body text NOT NULL,
      -- How many times it is sent at once, to play a rail that repeats itself.
      copies int NOT NULL DEFAULT 1 CHECK (copies BETWEEN 1 AND 10),
      due_at timestamptz NOT NULL DEFAULT app_now(),
      tries int NOT NULL DEFAULT 0,
      delivered_at timestamptz,
      dead_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX rail_callback_due ON rail_simulator.callback (due_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
  `.execute(db)
}
