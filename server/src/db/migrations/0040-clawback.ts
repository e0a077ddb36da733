import { type Kysely, sql } from 'kysely'

const EARNERS = ['streamer', 'agency', 'leader']

/** Who bears a refund, for how long the earners give back, what is kept back at settlement, and when a debt is drawn. */
const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['clawback_window', '*', { noFaultDays: 15, fraudDays: 180 }],
  ['fault_bearing', 'none', { bearer: null, returned: [], kept: [] }],
  ['fault_bearing', 'late', { bearer: 'supplier', returned: EARNERS, kept: EARNERS }],
  ['fault_bearing', 'supplier', { bearer: 'supplier', returned: EARNERS, kept: EARNERS }],
  [
    'fault_bearing',
    'streamer',
    { bearer: 'streamer', returned: ['agency', 'leader'], kept: ['supplier', 'agency', 'leader'] },
  ],
  ['fault_bearing', 'platform', { bearer: 'platform', returned: EARNERS, kept: ['supplier', ...EARNERS] }],
  ['rolling_reserve', '*', { rateBps: 0, days: 0 }],
  ['rolling_reserve', 'C', { rateBps: 500, days: 8 }],
  ['rolling_reserve', 'D', { rateBps: 500, days: 8 }],
  ['receivable_notice', '*', { days: 7 }],
]

/** Refunds of parts, before and after settlement: what each earner gave back and from where, what it still owes, what is kept back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    SET LOCAL ROLE haowu_ledger;
    INSERT INTO ledger.chart (kind, normal, floor_zero, per_party) VALUES ('E:COMPENSATION', 'D', false, false);
    SET LOCAL ROLE NONE;
  `.execute(db)
  await extendOrders(db)
  await createClaws(db)
  await createReceivables(db)
  await createReserves(db)
}

async function extendOrders(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE orders
      ADD refunded_fen bigint NOT NULL DEFAULT 0,
      ADD refunded_freight_fen bigint NOT NULL DEFAULT 0,
      -- What refunds gave back of the platform's discount.
      ADD returned_discount_fen bigint NOT NULL DEFAULT 0;
    UPDATE orders SET refunded_fen = paid_fen, refunded_freight_fen = freight_fen,
      returned_discount_fen = platform_discount_fen
    WHERE state IN ('refunding', 'refunded');
    ALTER TABLE orders ADD CONSTRAINT orders_refunded_check CHECK (
      refunded_fen BETWEEN 0 AND paid_fen AND refunded_freight_fen BETWEEN 0 AND least(freight_fen, refunded_fen)
      AND returned_discount_fen BETWEEN 0 AND platform_discount_fen
      AND (state NOT IN ('refunding', 'refunded') OR refunded_fen = paid_fen));
    ALTER TABLE refund
      ADD freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
      ADD discount_fen bigint NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
      -- Whose mistake it was, as decided; the rule row of that fault said who bears it.
      ADD fault text NOT NULL DEFAULT 'none' CHECK (fault IN ('none', 'late', 'supplier', 'streamer', 'platform')),
      -- The buyer keeps the goods: a part of the price was wrong, not the sale.
      ADD goods_kept boolean NOT NULL DEFAULT false,
      ADD request_key text UNIQUE;
  `.execute(db)
}

async function createClaws(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What one earner gave back in one refund, and where it stood: pending before settlement, else reserve, then available,
    -- then what it owes. The platform's own share stands as pending while deferred, and as available once it is income.
    CREATE TABLE claw (
      refund_id uuid NOT NULL REFERENCES refund,
      role text NOT NULL CHECK (role IN ('supplier', 'streamer', 'agency', 'leader', 'platform')),
      order_id uuid NOT NULL REFERENCES orders,
      party_id uuid NOT NULL REFERENCES party,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      pending_fen bigint NOT NULL DEFAULT 0 CHECK (pending_fen >= 0),
      reserve_fen bigint NOT NULL DEFAULT 0 CHECK (reserve_fen >= 0),
      available_fen bigint NOT NULL DEFAULT 0 CHECK (available_fen >= 0),
      receivable_fen bigint NOT NULL DEFAULT 0 CHECK (receivable_fen >= 0),
      -- What whoever was at fault paid it for this loss.
      compensated_fen bigint NOT NULL DEFAULT 0 CHECK (compensated_fen BETWEEN 0 AND amount_fen),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (refund_id, role),
      CHECK (pending_fen + reserve_fen + available_fen + receivable_fen = amount_fen)
    );
    -- What was payable when it was settled; refunds since then stand in the claws.
    ALTER TABLE accrual ADD settled_fen bigint;
    UPDATE accrual SET settled_fen = earned_fen - clawed_fen WHERE settlement_batch_id IS NOT NULL;
    ALTER TABLE accrual ADD CONSTRAINT accrual_settled_check CHECK ((settled_fen IS NULL) = (settlement_batch_id IS NULL));

    CREATE INDEX claw_order ON claw (order_id);
    CREATE INDEX claw_party ON claw (party_id, created_at DESC);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claw FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON claw EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON claw FROM haowu_app;
  `.execute(db)
}

async function createReceivables(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What a party owes since something it had already been paid was taken back; all open ones sum to its A:RECEIVABLE.
    CREATE TABLE receivable (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      cause text NOT NULL CHECK (cause IN ('refund', 'compensation', 'case')),
      ref_id uuid NOT NULL,
      order_id uuid REFERENCES orders,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      recovered_fen bigint NOT NULL DEFAULT 0 CHECK (recovered_fen >= 0),
      written_off_fen bigint NOT NULL DEFAULT 0 CHECK (written_off_fen >= 0),
      -- From then on the deposit stands in for it.
      draw_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      closed_at timestamptz,
      UNIQUE (cause, ref_id, party_id),
      CHECK (recovered_fen + written_off_fen <= amount_fen),
      CHECK ((closed_at IS NOT NULL) = (recovered_fen + written_off_fen = amount_fen))
    );
    CREATE INDEX receivable_open ON receivable (party_id, created_at, id) WHERE closed_at IS NULL;
    CREATE INDEX receivable_draw ON receivable (draw_at) WHERE closed_at IS NULL;

    CREATE TABLE receivable_recovery (
      id uuid PRIMARY KEY,
      receivable_id uuid NOT NULL REFERENCES receivable,
      source text NOT NULL CHECK (source IN ('available', 'deposit', 'write_off')),
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      actor text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX receivable_recovery_of ON receivable_recovery (receivable_id, created_at);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON receivable_recovery FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON receivable_recovery EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON receivable_recovery FROM haowu_app;

    -- One person proposes to give a debt up, another agrees.
    CREATE TABLE write_off (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      receivable_id uuid NOT NULL REFERENCES receivable,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      reason text NOT NULL CHECK (reason <> ''),
      state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'refused')),
      maker_id uuid NOT NULL,
      checker_id uuid,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      decided_at timestamptz,
      CHECK (checker_id <> maker_id),
      CHECK ((state = 'proposed') = (checker_id IS NULL)),
      CHECK ((state = 'proposed') = (decided_at IS NULL))
    );
    CREATE UNIQUE INDEX write_off_one_open ON write_off (receivable_id) WHERE state = 'proposed';
  `.execute(db)
}

async function createReserves(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE settlement_line ADD reserve_fen bigint NOT NULL DEFAULT 0,
      ADD CONSTRAINT settlement_line_reserve_check CHECK (reserve_fen BETWEEN 0 AND amount_fen);

    -- What settlement kept back against refunds; what is neither drawn nor released sums to the party's L:RESERVE.
    CREATE TABLE reserve (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      settlement_batch_id uuid NOT NULL REFERENCES settlement_batch,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      drawn_fen bigint NOT NULL DEFAULT 0 CHECK (drawn_fen BETWEEN 0 AND amount_fen),
      until timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      released_at timestamptz,
      UNIQUE (settlement_batch_id, party_id, until)
    );
    CREATE INDEX reserve_open ON reserve (party_id, until, id) WHERE released_at IS NULL;
    CREATE INDEX reserve_due ON reserve (until) WHERE released_at IS NULL;
  `.execute(db)
}
