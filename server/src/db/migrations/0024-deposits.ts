import { type Kysely, sql } from 'kysely'

/** How long a party has to top up and what it loses step by step; what an exit waits for. In force since 2020, as every first rule. */
const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['deposit_ladder', '*', { noHoldsDays: 7, noListingDays: 10, payoutsFrozenDays: 14 }],
  ['deposit_ladder', 'supplier', { noHoldsDays: 7, noListingDays: 10, payoutsFrozenDays: 14 }],
  ['deposit_ladder', 'streamer', { noHoldsDays: 3, noListingDays: 5, payoutsFrozenDays: 7 }],
  ['deposit_exit', '*', { waitDays: 7, noFaultDays: 15, fraudDays: 180 }],
]

/** Deposits behind cases and loans, what is kept of them and why; what is due day by day, top-ups with their ladder, exits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    ALTER TABLE deposit_hold DROP CONSTRAINT deposit_hold_reason_check;
    ALTER TABLE deposit_hold ADD CONSTRAINT deposit_hold_reason_check CHECK (reason IN ('live_hold', 'case', 'loan'));
    CREATE INDEX deposit_hold_history ON deposit_hold (party_id, id DESC);

    -- What was kept of a deposit, by which decision and how it was reckoned. Written once with the money, never changed.
    CREATE TABLE deposit_capture (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      deposit_hold_id uuid NOT NULL UNIQUE REFERENCES deposit_hold,
      party_id uuid NOT NULL REFERENCES party,
      cause text NOT NULL CHECK (cause IN ('case', 'loan')),
      ref_id uuid NOT NULL,
      asked_fen bigint NOT NULL,
      captured_fen bigint NOT NULL CHECK (captured_fen > 0 AND captured_fen <= asked_fen),
      clause text NOT NULL CHECK (clause <> ''),
      rule_version int CHECK (rule_version > 0),
      calculation jsonb NOT NULL,
      actor text NOT NULL,
      captured_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (cause, ref_id),
      CHECK (cause <> 'case' OR rule_version IS NOT NULL)
    );
    CREATE INDEX deposit_capture_party ON deposit_capture (party_id, id DESC);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON deposit_capture FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON deposit_capture EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON deposit_capture FROM haowu_app;

    -- What was due on each day, with everything it was reckoned from. The day's row is written again until the day is over.
    CREATE TABLE deposit_due (
      party_id uuid NOT NULL REFERENCES party,
      day date NOT NULL,
      due_fen bigint NOT NULL CHECK (due_fen >= 0),
      balance_fen bigint NOT NULL CHECK (balance_fen >= 0),
      short_fen bigint NOT NULL GENERATED ALWAYS AS (greatest(due_fen - balance_fen, 0)) STORED,
      decided_by text NOT NULL CHECK (decided_by IN ('base', 'floating', 'exposure')),
      explanation jsonb NOT NULL,
      computed_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (party_id, day)
    );
    CREATE INDEX deposit_due_computed ON deposit_due (computed_at DESC);

    -- A deposit that fell short, from the notice until it is made good. The days of the steps are frozen with the notice.
    CREATE TABLE deposit_top_up (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'restored')),
      step text NOT NULL DEFAULT 'notified' CHECK (step IN ('notified', 'no_holds', 'no_listing', 'payouts_frozen')),
      due_fen bigint NOT NULL,
      short_fen bigint NOT NULL CHECK (short_fen > 0),
      rule_version int NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT app_now(),
      no_holds_at timestamptz NOT NULL,
      no_listing_at timestamptz NOT NULL,
      payouts_frozen_at timestamptz NOT NULL,
      -- When the next step falls due; null after the last one, and once restored.
      next_at timestamptz,
      restored_at timestamptz,
      CHECK (no_holds_at <= no_listing_at AND no_listing_at <= payouts_frozen_at),
      CHECK ((state = 'restored') = (restored_at IS NOT NULL)),
      CHECK (state = 'open' OR next_at IS NULL)
    );
    CREATE UNIQUE INDEX deposit_top_up_one_open ON deposit_top_up (party_id) WHERE state = 'open';
    CREATE INDEX deposit_top_up_due ON deposit_top_up (next_at) WHERE next_at IS NOT NULL;
    CREATE INDEX deposit_top_up_party ON deposit_top_up (party_id, id DESC);

    -- A party takes its whole deposit back and stops trading.
    CREATE TABLE deposit_exit (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sent', 'unknown', 'refunded', 'failed', 'cancelled')),
      rule_version int NOT NULL,
      requested_by text NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT app_now(),
      -- Not paid before; a blocker that is still there then is waited for.
      due_at timestamptz NOT NULL,
      attempt int NOT NULL DEFAULT 0,
      -- Set when the money is handed to the rail.
      amount_fen bigint CHECK (amount_fen > 0),
      payee_account_id uuid REFERENCES payee_account,
      out_transfer_no text UNIQUE,
      rail_transfer_id text UNIQUE,
      failure_code text,
      sent_at timestamptz,
      asked_at timestamptz,
      finished_at timestamptz,
      CHECK (state NOT IN ('sent', 'unknown', 'refunded') OR (amount_fen IS NOT NULL AND out_transfer_no IS NOT NULL)
        OR (state = 'refunded' AND amount_fen IS NULL)),
      CHECK ((state IN ('refunded', 'cancelled')) = (finished_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX deposit_exit_one_open ON deposit_exit (party_id) WHERE state IN ('waiting', 'sent', 'unknown', 'failed');
    CREATE INDEX deposit_exit_due ON deposit_exit (due_at) WHERE state = 'waiting';
    CREATE INDEX deposit_exit_in_flight ON deposit_exit (sent_at) WHERE state IN ('sent', 'unknown');
    CREATE INDEX deposit_exit_party ON deposit_exit (party_id, id DESC);
  `.execute(db)
}
