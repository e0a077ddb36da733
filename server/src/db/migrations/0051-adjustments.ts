import { type Kysely, sql } from 'kysely'

const YUAN = 100n
const PARTY_PAIRS = [
  'compensation_paid',
  'compensation_returned',
  'subsidy_paid',
  'subsidy_returned',
  'commission_returned',
  'commission_charged',
  'penalty_returned',
  'suspense_to_party',
  'party_to_suspense',
]
const PLATFORM_PAIRS = ['suspense_to_fee', 'fee_to_suspense', 'suspense_to_loss', 'loss_to_suspense']

/** Entries that people make by hand, agreed by others; and what a party objects to in a line of its earnings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('adjustment_approval', '*', 1, ${JSON.stringify({ twoFromFen: (5_000n * YUAN).toString() })}::jsonb, 'ordinary',
      '2019-12-01 00:00+08', '2020-01-01 00:00+08')
  `.execute(db)
  await sql`
    -- Entries follow each other by the day: a few bytes for many pages find those of a day, and cost a posting nothing.
    SET LOCAL ROLE haowu_ledger;
    CREATE INDEX transaction_day ON ledger.transaction USING brin (effective_on) WITH (pages_per_range = 16);
    SET LOCAL ROLE NONE;
  `.execute(db)
  await createAdjustments(db)
  await createObjections(db)
}

async function createAdjustments(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE adjustment (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      reason text NOT NULL CHECK (reason IN ('wrong_split', 'wrong_fee', 'goodwill', 'unidentified_money', 'objection', 'bank_error', 'other')),
      note text NOT NULL CHECK (note <> ''),
      -- Where the evidence lies: named by its own hash, so that what was approved is what is there.
      evidence_key text CHECK (evidence_key ~ '^[0-9a-f]{64}\\.(jpg|png|webp|pdf)$'),
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      state text NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'waiting', 'posted', 'refused', 'reversed', 'discarded')),
      -- Of everything that whoever approves has before his eyes.
      content_hash bytea NOT NULL,
      -- By the rule row in force when it was handed in.
      approvals_needed smallint CHECK (approvals_needed BETWEEN 1 AND 2),
      rule_version integer,
      maker_id uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      submitted_at timestamptz,
      decided_at timestamptz,
      transaction_id bigint UNIQUE,
      reverses_id uuid REFERENCES adjustment,
      UNIQUE (id, maker_id),
      CHECK (evidence_key IS NOT NULL OR reverses_id IS NOT NULL),
      CHECK ((state IN ('draft', 'discarded')) = (submitted_at IS NULL)),
      CHECK (num_nulls(submitted_at, approvals_needed, rule_version) IN (0, 3)),
      CHECK ((state IN ('posted', 'refused', 'reversed')) = (decided_at IS NOT NULL)),
      CHECK ((state IN ('posted', 'reversed')) = (transaction_id IS NOT NULL))
    );
    CREATE INDEX adjustment_state ON adjustment (state, id DESC);
    CREATE UNIQUE INDEX adjustment_one_reversal ON adjustment (reverses_id) WHERE state IN ('draft', 'waiting', 'posted');
    REVOKE DELETE ON adjustment FROM haowu_app;

    CREATE TABLE adjustment_line (
      adjustment_id uuid NOT NULL REFERENCES adjustment,
      seq smallint NOT NULL CHECK (seq BETWEEN 1 AND 20),
      -- Which two accounts: one of those that may be moved by hand.
      pair text NOT NULL CHECK (pair IN (${sql.join([...PARTY_PAIRS, ...PLATFORM_PAIRS].map(pair => sql.lit(pair)))})),
      party_id uuid REFERENCES party,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      PRIMARY KEY (adjustment_id, seq),
      CHECK ((pair IN (${sql.join(PARTY_PAIRS.map(pair => sql.lit(pair)))})) = (party_id IS NOT NULL))
    );
    CREATE INDEX adjustment_line_party ON adjustment_line (party_id, adjustment_id) WHERE party_id IS NOT NULL;

    -- Who drafted it is repeated here, so that he can never be among those who agree; nobody is there twice.
    CREATE TABLE adjustment_decision (
      adjustment_id uuid NOT NULL,
      maker_id uuid NOT NULL,
      checker_id uuid NOT NULL,
      approved boolean NOT NULL,
      note text CHECK (note <> ''),
      content_hash bytea NOT NULL,
      decided_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (adjustment_id, checker_id),
      FOREIGN KEY (adjustment_id, maker_id) REFERENCES adjustment (id, maker_id),
      CHECK (checker_id <> maker_id),
      CHECK (approved OR note IS NOT NULL)
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON adjustment_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON adjustment_decision EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON adjustment_decision FROM haowu_app;

    -- What was handed in stays as it was; and it is posted only when as many others as were needed agreed to just that.
    CREATE FUNCTION keep_adjustment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'draft' AND (NEW.no, NEW.reason, NEW.note, NEW.evidence_key, NEW.amount_fen, NEW.content_hash, NEW.maker_id, NEW.approvals_needed)
          IS DISTINCT FROM (OLD.no, OLD.reason, OLD.note, OLD.evidence_key, OLD.amount_fen, OLD.content_hash, OLD.maker_id, OLD.approvals_needed) THEN
          RAISE EXCEPTION 'adjustment % was handed in', OLD.no USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'posted' AND OLD.state <> 'posted' AND (
          SELECT count(*) FROM adjustment_decision
          WHERE adjustment_id = NEW.id AND approved AND content_hash = NEW.content_hash
        ) < NEW.approvals_needed THEN
          RAISE EXCEPTION 'adjustment % is not agreed', NEW.no USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
    CREATE TRIGGER adjustment_kept BEFORE UPDATE ON adjustment FOR EACH ROW EXECUTE FUNCTION keep_adjustment();

    CREATE FUNCTION keep_adjustment_line() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM adjustment WHERE id = coalesce(OLD.adjustment_id, NEW.adjustment_id) AND state <> 'draft') THEN
          RAISE EXCEPTION 'the adjustment was handed in' USING ERRCODE = 'check_violation';
        END IF;
        RETURN coalesce(NEW, OLD);
      END $$;
    CREATE TRIGGER adjustment_line_kept BEFORE INSERT OR UPDATE OR DELETE ON adjustment_line
      FOR EACH ROW EXECUTE FUNCTION keep_adjustment_line();
  `.execute(db)
}

async function createObjections(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE objection (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      party_id uuid NOT NULL REFERENCES party,
      -- The line it is about: of one order's share, or of the month's account.
      line text NOT NULL CHECK (line ~ '^(share|account):'),
      -- The line as it stood when it was objected to.
      facts jsonb NOT NULL,
      words text NOT NULL CHECK (words <> ''),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'withdrawn')),
      opened_by uuid NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT app_now(),
      answer text CHECK (answer <> ''),
      answered_by uuid,
      closed_at timestamptz,
      adjustment_id uuid REFERENCES adjustment,
      CHECK ((state = 'open') = (closed_at IS NULL)),
      CHECK ((state = 'answered') = (answer IS NOT NULL AND answered_by IS NOT NULL)),
      CHECK (adjustment_id IS NULL OR state = 'answered')
    );
    CREATE UNIQUE INDEX objection_one_open ON objection (party_id, line) WHERE state = 'open';
    CREATE INDEX objection_party ON objection (party_id, id DESC);
    CREATE INDEX objection_state ON objection (state, id DESC);
    REVOKE DELETE ON objection FROM haowu_app;
  `.execute(db)
}
