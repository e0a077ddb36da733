import { type Kysely, sql } from 'kysely'

const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['case_review_window', '*', { days: 90 }],
  ['loan_found', '*', { days: 180, keepBps: 1000 }],
]

/** What is taken back: decisions that were carried out, what a deposit gave for them, and pieces that were given up for lost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await createReviews(db)
  await findAgain(db)
}

async function createReviews(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- An appeal that came after the decision was carried out. The case itself is never changed any more; what is taken back
    -- stands here. One per case, like every appeal.
    CREATE TABLE case_review (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      case_id uuid NOT NULL UNIQUE REFERENCES trust_case,
      asked_by text NOT NULL,
      asked_at timestamptz NOT NULL DEFAULT app_now(),
      rule_version int NOT NULL,
      state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'upheld', 'overturned')),
      decided_by text,
      reason text CHECK (reason <> ''),
      decided_at timestamptz,
      -- Given back of what was captured or collected; the rest of the debt that was struck out.
      returned_fen bigint CHECK (returned_fen >= 0),
      cancelled_fen bigint CHECK (cancelled_fen >= 0),
      CHECK ((state = 'asked') = (decided_at IS NULL)),
      CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (reason IS NULL)),
      CHECK ((state = 'overturned') = (returned_fen IS NOT NULL)),
      CHECK ((returned_fen IS NULL) = (cancelled_fen IS NULL))
    );
    CREATE INDEX case_review_open ON case_review (asked_at) WHERE state = 'asked';
    CREATE TRIGGER append_only BEFORE DELETE ON case_review FOR EACH ROW EXECUTE FUNCTION refuse_change();
    REVOKE DELETE ON case_review FROM haowu_app;

    -- What was captured and given back; a capture is given back once, all of it.
    CREATE TABLE deposit_return (
      capture_id uuid PRIMARY KEY REFERENCES deposit_capture,
      party_id uuid NOT NULL REFERENCES party,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      actor text NOT NULL,
      returned_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX deposit_return_party ON deposit_return (party_id);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON deposit_return FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON deposit_return EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON deposit_return FROM haowu_app;
  `.execute(db)
}

async function findAgain(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A piece that was declared lost and came to light: the loan stays as it ended, this says what followed.
    ALTER TABLE sample_loan
      ADD found_at timestamptz,
      ADD returned_fen bigint,
      ADD found_rule_version int,
      ADD CONSTRAINT sample_loan_found_check CHECK (
        (found_at IS NULL OR state = 'lost')
        AND (found_at IS NULL) = (returned_fen IS NULL) AND (found_at IS NULL) = (found_rule_version IS NULL)
        AND (returned_fen IS NULL OR returned_fen BETWEEN 0 AND captured_fen));
  `.execute(db)
}
