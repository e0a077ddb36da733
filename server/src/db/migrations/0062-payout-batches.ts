import { type Kysely, sql } from 'kysely'

/** Payouts that are collected by a schedule into one batch, decided as a whole, and paid line by line: by the rail, or by a file for the bank. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Nothing is collected by itself until the business publishes on which days.
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('payout_schedule', '*', 1, '{"weekdays": [], "hour": 10, "leastFen": "10000"}'::jsonb, 'ordinary',
      '2019-12-01 00:00+08', '2020-01-01 00:00+08')
  `.execute(db)
  await sql`
    CREATE TABLE payout_batch (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      -- The business day it is for: one batch each, however often it is collected.
      day date NOT NULL UNIQUE,
      rule_version int NOT NULL,
      state text NOT NULL DEFAULT 'collected' CHECK (state IN ('collected', 'submitted', 'approved', 'rejected')),
      way text NOT NULL DEFAULT 'rail' CHECK (way IN ('rail', 'file')),
      maker_id uuid,
      checker_id uuid,
      -- What exactly was approved.
      approved_hash bytea,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      submitted_at timestamptz,
      decided_at timestamptz,
      -- When its lines became a file for the bank.
      filed_at timestamptz,
      CHECK (state = 'collected' OR maker_id IS NOT NULL),
      CHECK (checker_id IS NULL OR checker_id <> maker_id),
      CHECK ((state IN ('approved', 'rejected')) = (checker_id IS NOT NULL)),
      CHECK ((state = 'approved') = (approved_hash IS NOT NULL)),
      CHECK (filed_at IS NULL OR (way = 'file' AND state = 'approved'))
    );
    ALTER TABLE payout
      ADD batch_id uuid REFERENCES payout_batch,
      ADD way text NOT NULL DEFAULT 'rail' CHECK (way IN ('rail', 'file')),
      ADD taken_out_reason text CHECK (taken_out_reason <> ''),
      ADD CONSTRAINT payout_file_check CHECK (way = 'rail' OR batch_id IS NOT NULL),
      ADD CONSTRAINT payout_taken_out_check CHECK (taken_out_reason IS NULL OR (batch_id IS NOT NULL AND state = 'rejected'));
    CREATE UNIQUE INDEX payout_batch_party ON payout (batch_id, party_id) WHERE batch_id IS NOT NULL;

    -- Who has money and is not in the batch, and why.
    CREATE TABLE payout_batch_left_out (
      batch_id uuid NOT NULL REFERENCES payout_batch,
      party_id uuid NOT NULL REFERENCES party,
      reason text NOT NULL CHECK (reason IN ('blocked', 'frozen', 'owes', 'below_least', 'no_account', 'cooling_off', 'invoice_needed')),
      available_fen bigint NOT NULL CHECK (available_fen > 0),
      until timestamptz,
      PRIMARY KEY (batch_id, party_id)
    );
    REVOKE DELETE ON payout_batch FROM haowu_app;
    REVOKE UPDATE, DELETE ON payout_batch_left_out FROM haowu_app;
  `.execute(db)
}
