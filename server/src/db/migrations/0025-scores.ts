import { type Kysely, sql } from 'kysely'

type Input = {
  code: string
  part: string
  weight: number
  base: string[]
  bad: string[]
  severity: number
  perOrder?: number
}

const rated = (kind: string, part: string, weight: number): Input => ({
  code: `rated_${kind}`,
  part,
  weight,
  base: [`${kind}_steps`],
  bad: [`${kind}_missed`],
  severity: 1,
  perOrder: 4,
})

/** Truth 45, fulfilment 30, service 25. */
const SUPPLIER: Input[] = [
  {
    code: 'report_match',
    part: 'truth',
    weight: 3000,
    base: ['received'],
    bad: ['report_wrong'],
    severity: 10,
  },
  { code: 'cases_won', part: 'truth', weight: 1500, base: ['received'], bad: ['case_lost'], severity: 10 },
  {
    code: 'shipped_in_time',
    part: 'fulfilment',
    weight: 1500,
    base: ['shipped_in_time', 'shipped_late'],
    bad: ['shipped_late'],
    severity: 2,
  },
  {
    code: 'not_cancelled',
    part: 'fulfilment',
    weight: 1000,
    base: ['paid'],
    bad: ['cancelled'],
    severity: 5,
  },
  {
    code: 'not_returned',
    part: 'fulfilment',
    weight: 500,
    base: ['received'],
    bad: ['returned'],
    severity: 2,
  },
  rated('goods', 'service', 800),
  rated('service', 'service', 700),
  rated('logistics', 'service', 500),
  {
    code: 'replies_in_time',
    part: 'service',
    weight: 500,
    base: ['received'],
    bad: ['reply_late'],
    severity: 10,
  },
]

/** Claims 40, sales that stay sold 30, discipline with what is held 30. */
const STREAMER: Input[] = [
  {
    code: 'claims_kept',
    part: 'claims',
    weight: 2800,
    base: ['received'],
    bad: ['claim_wrong'],
    severity: 10,
  },
  rated('goods', 'claims', 1200),
  { code: 'not_returned', part: 'sales', weight: 3000, base: ['paid'], bad: ['returned'], severity: 2 },
  {
    code: 'holds_kept',
    part: 'holds',
    weight: 2000,
    base: ['hold_sold', 'hold_given_back', 'hold_unsold', 'hold_expired'],
    bad: ['hold_expired', 'loan_overdue'],
    severity: 2,
  },
  {
    code: 'holds_sold',
    part: 'holds',
    weight: 1000,
    base: ['hold_sold', 'hold_given_back', 'hold_unsold', 'hold_expired'],
    bad: ['hold_unsold', 'hold_expired'],
    severity: 1,
  },
]

const INSPECTOR: Input[] = [
  {
    code: 'report_match',
    part: 'accuracy',
    weight: 6000,
    base: ['received'],
    bad: ['report_wrong'],
    severity: 10,
  },
  {
    code: 'rechecks_passed',
    part: 'accuracy',
    weight: 2500,
    base: ['rechecked'],
    bad: ['recheck_failed'],
    severity: 5,
  },
  {
    code: 'not_returned',
    part: 'accuracy',
    weight: 1500,
    base: ['received'],
    bad: ['returned'],
    severity: 2,
  },
]

const formula = (inputs: Input[]) => ({
  windowDays: 30,
  halfLifeDays: 15,
  priorOrders: 20,
  neutralBps: 8000,
  inputs: inputs.map(input => ({ perOrder: 1, ...input })),
})

const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['ship_deadline', '*', { hours: 48 }],
  ['score_weights', 'supplier', formula(SUPPLIER)],
  ['score_weights', 'streamer', formula(STREAMER)],
  ['score_weights', 'inspector', formula(INSPECTOR)],
  ['score_tiers', '*', { from: { A: 9000, B: 7500, C: 6000 }, margin: 200 }],
  ['rating_limits', '*', { editDays: 7, perBuyerMonth: 3, shownFrom: 10, windowDays: 90 }],
  ['live_hold_window', 'A', { beforeHours: 24, afterMinutes: 30, limit: 300 }],
  ['live_hold_window', 'C', { beforeHours: 12, afterMinutes: 30, limit: 60 }],
  ['live_hold_window', 'D', { beforeHours: 6, afterMinutes: 30, limit: 20 }],
  ['deposit_tier_factor', '*', { factorBps: 10000 }],
  ['deposit_tier_factor', 'A', { factorBps: 8000 }],
  ['deposit_tier_factor', 'C', { factorBps: 12000 }],
  ['deposit_tier_factor', 'D', { factorBps: 15000 }],
]

/** What buyers say of an order, what is counted of each party per day, and the scores that come of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Tells the same buyer again without saying who he is: a keyed hash of his phone number.
    ALTER TABLE orders ADD COLUMN buyer_hash bytea CHECK (octet_length(buyer_hash) = 32);
    CREATE INDEX orders_paid ON orders (paid_at) WHERE paid_at IS NOT NULL;
    CREATE INDEX orders_shipped ON orders (shipped_at) WHERE shipped_at IS NOT NULL;
    CREATE INDEX orders_received ON orders (received_at) WHERE received_at IS NOT NULL;
    CREATE INDEX refund_created ON refund (created_at);
    CREATE INDEX live_hold_ended ON live_hold (ended_at) WHERE ended_at IS NOT NULL;

    CREATE TABLE rating (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      order_id uuid NOT NULL UNIQUE REFERENCES orders,
      supplier_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      goods smallint NOT NULL CHECK (goods BETWEEN 1 AND 5),
      service smallint NOT NULL CHECK (service BETWEEN 1 AND 5),
      logistics smallint NOT NULL CHECK (logistics BETWEEN 1 AND 5),
      words text NOT NULL DEFAULT '' CHECK (length(words) <= 500),
      -- As the buyer knows himself on his own page; the rest of the name is never written here.
      shown_name text NOT NULL,
      buyer_hash bytea CHECK (octet_length(buyer_hash) = 32),
      -- False when this buyer had said enough about this supplier in this month.
      counts boolean NOT NULL,
      rated_at timestamptz NOT NULL DEFAULT app_now(),
      -- The business day on which it counts; changing it does not move it.
      rated_on date NOT NULL DEFAULT business_day(app_now()),
      edited_at timestamptz
    );
    CREATE INDEX rating_day ON rating (rated_on);
    CREATE INDEX rating_supplier ON rating (supplier_id, id DESC);
    CREATE INDEX rating_shown ON rating (supplier_id, rated_on) WHERE counts;
    CREATE INDEX rating_buyer ON rating (supplier_id, buyer_hash, rated_on) WHERE buyer_hash IS NOT NULL;

    -- Which source was counted for which day. Null: what was counted has changed since, and is due again.
    CREATE TABLE score_count (
      day date NOT NULL,
      source text NOT NULL,
      counted_at timestamptz,
      PRIMARY KEY (day, source)
    );
    CREATE INDEX score_count_due ON score_count (day) WHERE counted_at IS NULL;

    -- How often something happened to a party, an inspector or an agency on one day. Vouched for by what was counted.
    CREATE TABLE score_fact (
      subject_id uuid NOT NULL,
      day date NOT NULL,
      source text NOT NULL,
      fact text NOT NULL,
      n int NOT NULL CHECK (n > 0),
      PRIMARY KEY (subject_id, day, fact)
    );
    CREATE INDEX score_fact_day ON score_fact (day, source);

    -- The score at the end of a day, with all it was made of.
    CREATE TABLE party_score (
      party_id uuid NOT NULL REFERENCES party,
      day date NOT NULL,
      score int NOT NULL CHECK (score BETWEEN 0 AND 10000),
      tier text NOT NULL CHECK (tier IN ('A', 'B', 'C', 'D')),
      tier_before text NOT NULL CHECK (tier_before IN ('A', 'B', 'C', 'D')),
      rule_version int NOT NULL,
      inputs jsonb NOT NULL,
      scored_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (party_id, day)
    );
    CREATE INDEX party_score_day ON party_score (day, score, party_id);

    -- The same for inspectors and for agencies that inspect.
    CREATE TABLE inspector_score (
      subject_id uuid NOT NULL,
      subject text NOT NULL CHECK (subject IN ('inspector', 'agency')),
      day date NOT NULL,
      score int NOT NULL CHECK (score BETWEEN 0 AND 10000),
      rule_version int NOT NULL,
      inputs jsonb NOT NULL,
      scored_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (subject_id, day)
    );
    CREATE INDEX inspector_score_day ON inspector_score (day, score, subject_id);
  `.execute(db)
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}
