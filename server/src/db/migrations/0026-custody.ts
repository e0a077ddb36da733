import { type Kysely, sql } from 'kysely'

/** By the borrower's tier: how long, how many pieces at once, and which part of each price his deposit stands for. */
const LOAN_RULES: [tier: string, value: object][] = [
  ['*', { mostDays: 7, mostAtOnce: 3, exposureBps: 2000 }],
  ['A', { mostDays: 14, mostAtOnce: 10, exposureBps: 2000 }],
  ['C', { mostDays: 5, mostAtOnce: 1, exposureBps: 5000 }],
  ['D', { mostDays: 3, mostAtOnce: 1, exposureBps: 10000 }],
]

const LOAN_DAYS = { answer: 3, ship: 3, transit: 7, remindBefore: 1, lostAfter: 7, check: 7 }

/** Where each piece is, link by link, and the loans of pieces to streamers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE item DROP CONSTRAINT item_state_check;
    ALTER TABLE item ADD CONSTRAINT item_state_check CHECK (state IN ('draft', 'available', 'live_held', 'checkout_held',
      'sold', 'withdrawn', 'external_sold', 'quarantined', 'on_loan', 'returning', 'lost'));

    CREATE TABLE sample_loan (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      -- Travels in the parcel: whoever can read it has the piece.
      code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
      item_id uuid NOT NULL REFERENCES item,
      supplier_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      session_id uuid REFERENCES live_session,
      days int NOT NULL CHECK (days > 0),
      reason text NOT NULL CHECK (reason <> ''),
      state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'refused', 'cancelled', 'expired', 'approved',
        'shipped', 'received', 'sent_back', 'returned', 'lost')),
      refused_reason text,
      -- Frozen when it is approved: what the piece is worth, which report it left with, what the deposit stands for.
      price_fen bigint CHECK (price_fen > 0),
      report_id uuid REFERENCES report,
      exposure_fen bigint CHECK (exposure_fen BETWEEN 0 AND price_fen),
      rule_version int,
      -- Until when the next act is expected; of whom, the state says.
      due_at timestamptz,
      out_carrier text,
      out_tracking_no text,
      back_carrier text,
      back_tracking_no text,
      outcome text CHECK (outcome IN ('matched', 'differs', 'unchecked')),
      case_id uuid,
      captured_fen bigint CHECK (captured_fen BETWEEN 0 AND price_fen),
      reminded_at timestamptz,
      -- Set when the due day of the state passed; the next act clears it.
      overdue_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      decided_at timestamptz,
      shipped_at timestamptz,
      received_at timestamptz,
      sent_back_at timestamptz,
      ended_at timestamptz,
      CHECK ((state IN ('refused')) = (refused_reason IS NOT NULL)),
      CHECK (state NOT IN ('approved', 'shipped', 'received', 'sent_back', 'returned', 'lost')
        OR (price_fen IS NOT NULL AND exposure_fen IS NOT NULL AND rule_version IS NOT NULL)),
      CHECK ((state = 'returned') = (outcome IS NOT NULL)),
      CHECK ((state = 'lost') = (captured_fen IS NOT NULL)),
      CHECK ((state IN ('requested', 'approved', 'shipped', 'received', 'sent_back')) = (ended_at IS NULL)),
      CHECK (ended_at IS NOT NULL OR due_at IS NOT NULL)
    );
    -- The second lock behind the item's own state: a piece is lent to one.
    CREATE UNIQUE INDEX sample_loan_one_lent ON sample_loan (item_id)
      WHERE state IN ('approved', 'shipped', 'received', 'sent_back');
    CREATE UNIQUE INDEX sample_loan_one_wish ON sample_loan (item_id, streamer_id)
      WHERE state IN ('requested', 'approved', 'shipped', 'received', 'sent_back');
    CREATE INDEX sample_loan_supplier ON sample_loan (supplier_id, id DESC);
    CREATE INDEX sample_loan_streamer ON sample_loan (streamer_id, id DESC);
    CREATE INDEX sample_loan_due ON sample_loan (due_at)
      WHERE state IN ('requested', 'approved', 'shipped', 'received', 'sent_back');

    -- What waits for the operators to look at.
    CREATE INDEX item_quarantined ON item (updated_at, id) WHERE state = 'quarantined';

    -- Who has the piece since when: each link names the one before by its number, and none is ever changed.
    CREATE TABLE custody_link (
      item_id uuid NOT NULL REFERENCES item,
      seq int NOT NULL CHECK (seq > 0),
      place text NOT NULL CHECK (place IN ('at_supplier', 'at_inspector', 'in_transit', 'with_streamer', 'lost')),
      -- Who has it, or to whom it travels.
      holder_id uuid NOT NULL REFERENCES party,
      loan_id uuid REFERENCES sample_loan,
      carrier text,
      tracking_no text,
      photos jsonb NOT NULL DEFAULT '[]',
      note text NOT NULL DEFAULT '',
      -- Of the member who said so, or the job.
      actor text NOT NULL,
      -- Names the fact: linked once, however often it is said.
      key text NOT NULL UNIQUE,
      at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (item_id, seq)
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON custody_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON custody_link EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON custody_link FROM haowu_app;
  `.execute(db)
  for (const [scope, value] of LOAN_RULES) await firstRule(db, { code: 'sample_loan', scope, value })
  await firstRule(db, { code: 'loan_days', scope: '*', value: LOAN_DAYS })
}

async function firstRule(db: Kysely<unknown>, rule: { code: string; scope: string; value: object }) {
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES (${rule.code}, ${rule.scope}, 1, ${JSON.stringify(rule.value)}::jsonb, 'important',
      '2019-12-01 00:00+08', '2020-01-01 00:00+08')
  `.execute(db)
}
