import { type Kysely, sql } from 'kysely'

const FIRST_RULES: [code: string, value: object][] = [
  ['after_sale_window', { noReasonDays: 7, qualityDays: 15 }],
  [
    'after_sale_days',
    { answerHours: 48, offerDays: 3, sendDays: 7, transitDays: 10, inspectDays: 3, escalateDays: 7 },
  ],
]

/** Returns and refunds that a buyer asks for, step by step, each with its clock. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', 1, ${JSON.stringify(value)}::jsonb, 'important', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    CREATE TABLE after_sale (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      order_id uuid NOT NULL REFERENCES orders,
      supplier_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL CHECK (kind IN ('refund_only', 'return')),
      reason text NOT NULL,
      -- What the buyer asked for; what was agreed or ruled may be less.
      asked_fen bigint NOT NULL CHECK (asked_fen > 0),
      agreed_fen bigint CHECK (agreed_fen > 0),
      goods_kept boolean NOT NULL,
      fault text NOT NULL CHECK (fault IN ('none', 'supplier', 'streamer', 'platform')),
      state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'offered', 'refused', 'returning', 'in_return',
        'inspecting', 'disputed', 'refunding', 'refunded', 'closed')),
      -- When the clock of this state does what the rules say; an arbitration has none.
      due_at timestamptz,
      return_carrier text,
      return_tracking_no text,
      return_outcome text CHECK (return_outcome IN ('as_sent', 'damaged', 'swapped')),
      -- A ruling that waits for a second person.
      ruling jsonb,
      ruled_by text,
      refund_id uuid UNIQUE REFERENCES refund,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      ended_at timestamptz,
      CHECK ((state IN ('refunded', 'closed')) = (ended_at IS NOT NULL)),
      CHECK ((state IN ('refunding', 'refunded')) = (refund_id IS NOT NULL)),
      CHECK (state NOT IN ('in_return', 'inspecting') OR return_tracking_no IS NOT NULL),
      CHECK ((ruling IS NULL) = (ruled_by IS NULL))
    );
    CREATE UNIQUE INDEX after_sale_one_open ON after_sale (order_id) WHERE ended_at IS NULL;
    CREATE INDEX after_sale_order ON after_sale (order_id);
    CREATE INDEX after_sale_supplier ON after_sale (supplier_id, id DESC);
    CREATE INDEX after_sale_due ON after_sale (due_at) WHERE ended_at IS NULL AND due_at IS NOT NULL;
    CREATE INDEX after_sale_state ON after_sale (state, id) WHERE ended_at IS NULL;

    -- Every step with who took it and what was said; never changed.
    CREATE TABLE after_sale_event (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      after_sale_id uuid NOT NULL REFERENCES after_sale,
      side text NOT NULL CHECK (side IN ('buyer', 'supplier', 'platform', 'clock')),
      actor text NOT NULL,
      from_state text,
      to_state text NOT NULL,
      words text NOT NULL DEFAULT '',
      photo_keys text[] NOT NULL DEFAULT '{}',
      facts jsonb NOT NULL DEFAULT '{}',
      at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX after_sale_event_of ON after_sale_event (after_sale_id, id);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON after_sale_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON after_sale_event EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON after_sale_event FROM haowu_app;
  `.execute(db)
}
