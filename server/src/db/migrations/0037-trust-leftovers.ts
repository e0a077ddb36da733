import { type Kysely, sql } from 'kysely'

const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['case_review_window', '*', { days: 90 }],
  ['loan_found', '*', { days: 180, keepBps: 1000 }],
  ['score_keep', '*', { factDays: 400, scoreDays: 1100 }],
  ['agency_invitation', '*', { days: 7, mostOpen: 50 }],
]

/**
 * What is taken back: decisions that were carried out, what a deposit gave for them, pieces that were given up for lost, admissions,
 * and what buyers should not have said. And the letters by which people show that an address is theirs, and the links by which
 * agencies and streamers come together and part.
 */
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
  await takeBackAdmissions(db)
  await hideRatings(db)
  await simulateMail(db)
  await inviteStreamers(db)
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

async function takeBackAdmissions(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE category_admission ADD revoked_at timestamptz, ADD revoked_reason text, ADD revoked_by uuid;
    UPDATE category_admission SET revoked_at = app_now(), revoked_reason = '–' WHERE state = 'revoked';
    ALTER TABLE category_admission ADD CONSTRAINT category_admission_revoked_check CHECK (
      (state = 'revoked') = (revoked_at IS NOT NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL));
  `.execute(db)
}

async function hideRatings(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A rating that breaks a clause is kept and not shown, and does not count until it is shown again.
    ALTER TABLE rating
      ADD hidden_at timestamptz, ADD hidden_clause text, ADD hidden_reason text, ADD hidden_by text,
      ADD CONSTRAINT rating_hidden_check CHECK (
        num_nulls(hidden_at, hidden_clause, hidden_reason, hidden_by) IN (0, 4));
    DROP INDEX rating_shown;
    CREATE INDEX rating_shown ON rating (supplier_id, rated_on) WHERE counts AND hidden_at IS NULL;
  `.execute(db)
}

/** The memory of the mail gateway's simulator; a real one replaces it without a migration. */
async function simulateMail(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE SCHEMA mail_simulator;
    GRANT USAGE ON SCHEMA mail_simulator TO haowu_app;
    CREATE TABLE mail_simulator.letter (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      recipient text NOT NULL,
      subject text NOT NULL,
      body text NOT NULL,
      sent_at timestamptz NOT NULL DEFAULT app_now()
    );
    GRANT SELECT, INSERT, DELETE ON mail_simulator.letter TO haowu_app;
  `.execute(db)
}

async function inviteStreamers(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A link that an agency gives a streamer; only its hash is kept.
    CREATE TABLE agency_invitation (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      agency_id uuid NOT NULL REFERENCES party,
      -- For whom it is, in the agency's own words.
      note text NOT NULL CHECK (note <> ''),
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      invited_by uuid NOT NULL REFERENCES member,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      expires_at timestamptz NOT NULL,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'revoked')),
      streamer_id uuid REFERENCES party,
      decided_at timestamptz,
      CHECK ((state = 'open') = (decided_at IS NULL)),
      CHECK ((state = 'accepted') = (streamer_id IS NOT NULL))
    );
    CREATE INDEX agency_invitation_agency ON agency_invitation (agency_id, id DESC);

    -- Since when a streamer works with an agency, and until when; party.agency_id is the one of this moment.
    CREATE TABLE agency_bond (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      agency_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      invitation_id uuid UNIQUE REFERENCES agency_invitation,
      since timestamptz NOT NULL DEFAULT app_now(),
      -- The midnight from which it no longer counts.
      ends_at timestamptz,
      ended_by uuid REFERENCES party,
      -- When the party's row followed.
      closed_at timestamptz,
      CHECK ((ends_at IS NULL) = (ended_by IS NULL)),
      CHECK (ended_by IN (agency_id, streamer_id)),
      CHECK (closed_at IS NULL OR ends_at IS NOT NULL)
    );
    CREATE UNIQUE INDEX agency_bond_one ON agency_bond (streamer_id) WHERE closed_at IS NULL;
    CREATE INDEX agency_bond_agency ON agency_bond (agency_id, id DESC);
    CREATE INDEX agency_bond_due ON agency_bond (ends_at) WHERE closed_at IS NULL;
    INSERT INTO agency_bond (agency_id, streamer_id, since)
      SELECT agency_id, id, created_at FROM party WHERE agency_id IS NOT NULL;
  `.execute(db)
}
