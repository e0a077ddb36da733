import { type Kysely, sql } from 'kysely'

/** Deposit holds, splits and accruals, settlement batches, payouts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE deposit_hold (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      reason text NOT NULL CHECK (reason IN ('live_hold', 'case')),
      ref_id uuid NOT NULL,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'released', 'captured')),
      ledger_hold_id bigint NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      ended_at timestamptz,
      UNIQUE (reason, ref_id)
    );
    CREATE INDEX deposit_hold_party ON deposit_hold (party_id) WHERE state = 'open';

    -- What each party earned of one order, with the rule that gave it; written once when the order is split.
    CREATE TABLE accrual (
      order_id uuid NOT NULL REFERENCES orders,
      role text NOT NULL CHECK (role IN ('supplier', 'streamer', 'agency', 'leader', 'platform')),
      party_id uuid NOT NULL REFERENCES party,
      earned_fen bigint NOT NULL CHECK (earned_fen >= 0),
      clawed_fen bigint NOT NULL DEFAULT 0 CHECK (clawed_fen BETWEEN 0 AND earned_fen),
      steps jsonb NOT NULL,
      state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'settled', 'reversed')),
      settlement_batch_id uuid,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (order_id, role)
    );
    CREATE INDEX accrual_party ON accrual (party_id, created_at DESC, order_id);
    CREATE INDEX accrual_batch ON accrual (settlement_batch_id) WHERE settlement_batch_id IS NOT NULL;

    CREATE TABLE settlement_batch (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      accrual_count int NOT NULL,
      total_fen bigint NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    ALTER TABLE accrual ADD FOREIGN KEY (settlement_batch_id) REFERENCES settlement_batch;
    CREATE TABLE settlement_line (
      batch_id uuid NOT NULL REFERENCES settlement_batch,
      party_id uuid NOT NULL REFERENCES party,
      accrual_count int NOT NULL,
      amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
      PRIMARY KEY (batch_id, party_id)
    );

    CREATE TABLE payout (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      party_id uuid NOT NULL REFERENCES party,
      payee_account_id uuid NOT NULL REFERENCES payee_account,
      amount_fen bigint NOT NULL CHECK (amount_fen >= 100),
      state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'approved', 'rejected', 'sent', 'unknown', 'confirmed', 'failed', 'returned')),
      maker_id uuid NOT NULL,
      checker_id uuid,
      -- What the checker approved; sending recomputes it, so a payout changed after approval is refused.
      request_hash bytea NOT NULL,
      idempotency_key text NOT NULL UNIQUE,
      rail_transfer_id text UNIQUE,
      failure_code text,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      decided_at timestamptz,
      sent_at timestamptz,
      -- When the rail was last asked what became of it.
      asked_at timestamptz,
      finished_at timestamptz,
      CHECK (checker_id IS NULL OR checker_id <> maker_id),
      CHECK (state NOT IN ('approved', 'sent', 'unknown', 'confirmed') OR checker_id IS NOT NULL)
    );
    CREATE INDEX payout_party ON payout (party_id, created_at DESC);
    CREATE INDEX payout_list ON payout (created_at DESC, id DESC);
    CREATE INDEX payout_open ON payout (created_at) WHERE state IN ('approved', 'sent', 'unknown');

    -- Which background processes live; each renews its row every few seconds.
    CREATE TABLE jobs_heartbeat (
      id uuid PRIMARY KEY,
      backend text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
  `.execute(db)
}
