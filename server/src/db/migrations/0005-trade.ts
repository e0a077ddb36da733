import { type Kysely, sql } from 'kysely'

/** Plans, picks and sessions, live holds, orders with payment, shipment and refund. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE plan (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL CHECK (kind IN ('open', 'targeted', 'exclusive')),
      name text NOT NULL,
      -- Null covers the supplier's whole catalogue.
      category_code text REFERENCES category,
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX plan_supplier ON plan (supplier_id) WHERE state = 'active';
    -- A change of rate is a new version; the newest that is in force counts.
    CREATE TABLE plan_rate (
      plan_id uuid NOT NULL REFERENCES plan,
      version int NOT NULL CHECK (version > 0),
      rate_bps int NOT NULL CHECK (rate_bps BETWEEN 0 AND 9000),
      service_rate_bps int NOT NULL DEFAULT 0 CHECK (service_rate_bps BETWEEN 0 AND 4000),
      effective_from timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (plan_id, version)
    );
    CREATE TABLE plan_streamer (
      plan_id uuid NOT NULL REFERENCES plan,
      streamer_id uuid NOT NULL REFERENCES party,
      PRIMARY KEY (plan_id, streamer_id)
    );

    CREATE TABLE pick (
      streamer_id uuid NOT NULL REFERENCES party,
      item_id uuid NOT NULL REFERENCES item,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (streamer_id, item_id)
    );
    CREATE TABLE live_session (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      streamer_id uuid NOT NULL REFERENCES party,
      title text NOT NULL CHECK (title <> ''),
      room_code text NOT NULL UNIQUE CHECK (room_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'live', 'ended', 'cancelled')),
      version int NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK (ends_at > starts_at)
    );
    CREATE INDEX live_session_streamer ON live_session (streamer_id, starts_at DESC);

    CREATE TABLE live_hold (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      item_id uuid NOT NULL REFERENCES item,
      listing_generation int NOT NULL,
      session_id uuid NOT NULL REFERENCES live_session,
      streamer_id uuid NOT NULL REFERENCES party,
      hold_token bigint NOT NULL,
      -- Rates and rule versions as they stood when the item was held; an order of this session copies them.
      terms jsonb NOT NULL,
      exposure_fen bigint NOT NULL CHECK (exposure_fen >= 0),
      until timestamptz NOT NULL,
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'released', 'sold', 'expired')),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      ended_at timestamptz
    );
    CREATE UNIQUE INDEX live_hold_one_active ON live_hold (item_id) WHERE state = 'active';
    CREATE INDEX live_hold_due ON live_hold (until) WHERE state = 'active';
    CREATE INDEX live_hold_session ON live_hold (session_id);

    CREATE TABLE slot (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      session_id uuid NOT NULL REFERENCES live_session,
      item_id uuid NOT NULL REFERENCES item,
      hold_id uuid NOT NULL REFERENCES live_hold,
      position int NOT NULL,
      minutes int NOT NULL DEFAULT 5 CHECK (minutes BETWEEN 1 AND 120),
      script text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (session_id, item_id),
      UNIQUE (session_id, position) DEFERRABLE INITIALLY DEFERRED
    );

    CREATE TABLE orders (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      item_id uuid NOT NULL REFERENCES item,
      listing_generation int NOT NULL,
      hold_token bigint NOT NULL,
      qty int NOT NULL DEFAULT 1 CHECK (qty > 0),
      supplier_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      agency_id uuid REFERENCES party,
      session_id uuid NOT NULL REFERENCES live_session,
      live_hold_id uuid NOT NULL REFERENCES live_hold,
      report_id uuid NOT NULL REFERENCES report,
      state text NOT NULL CHECK (state IN ('checkout', 'paid', 'shipped', 'received', 'completed', 'closed', 'refunding', 'refunded')),
      list_fen bigint NOT NULL CHECK (list_fen > 0),
      supplier_discount_fen bigint NOT NULL DEFAULT 0 CHECK (supplier_discount_fen >= 0),
      platform_discount_fen bigint NOT NULL DEFAULT 0 CHECK (platform_discount_fen >= 0),
      streamer_discount_fen bigint NOT NULL DEFAULT 0 CHECK (streamer_discount_fen >= 0),
      freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
      paid_fen bigint NOT NULL CHECK (paid_fen > 0),
      terms jsonb NOT NULL,
      -- The buyer has no account: whoever has the link may see the order.
      link_token_hash bytea NOT NULL UNIQUE,
      idempotency_key text NOT NULL UNIQUE,
      request_hash bytea NOT NULL,
      checkout_until timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      paid_at timestamptz,
      split_at timestamptz,
      shipped_at timestamptz,
      delivered_at timestamptz,
      received_at timestamptz,
      matures_at timestamptz,
      settled_at timestamptz,
      closed_at timestamptz,
      CHECK (list_fen - supplier_discount_fen - platform_discount_fen - streamer_discount_fen + freight_fen = paid_fen),
      CHECK ((state IN ('checkout', 'closed')) = (paid_at IS NULL)),
      CHECK ((received_at IS NULL) = (matures_at IS NULL))
    );
    CREATE INDEX orders_supplier ON orders (supplier_id, created_at DESC);
    CREATE INDEX orders_streamer ON orders (streamer_id, created_at DESC);
    CREATE INDEX orders_session ON orders (session_id);
    CREATE INDEX orders_unsplit ON orders (paid_at) WHERE split_at IS NULL AND state IN ('paid', 'shipped', 'received');
    CREATE INDEX orders_undelivered ON orders (shipped_at) WHERE state = 'shipped';
    CREATE INDEX orders_unmatured ON orders (matures_at) WHERE state = 'received';
    CREATE INDEX orders_checkout_due ON orders (checkout_until) WHERE state = 'checkout';
    ALTER TABLE sale ADD FOREIGN KEY (order_id) REFERENCES orders;

    -- The only table with a buyer's address and phone, sealed with the application's key; every opening is logged.
    CREATE TABLE buyer_contact (
      order_id uuid PRIMARY KEY REFERENCES orders,
      sealed bytea NOT NULL,
      region text NOT NULL,
      name_masked text NOT NULL,
      phone_masked text NOT NULL
    );

    CREATE TABLE payment (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      order_id uuid REFERENCES orders,
      party_id uuid REFERENCES party,
      purpose text NOT NULL CHECK (purpose IN ('order', 'deposit')),
      out_trade_no text NOT NULL UNIQUE,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      state text NOT NULL DEFAULT 'created' CHECK (state IN ('created', 'succeeded', 'closed')),
      rail_transaction_id text UNIQUE,
      pay_url text,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      succeeded_at timestamptz,
      CHECK ((purpose = 'order') = (order_id IS NOT NULL)),
      CHECK ((purpose = 'deposit') = (party_id IS NOT NULL))
    );
    CREATE INDEX payment_order ON payment (order_id);
    CREATE INDEX payment_open_deposit ON payment (created_at) WHERE purpose = 'deposit' AND state = 'created';

    CREATE TABLE refund (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      order_id uuid NOT NULL REFERENCES orders,
      payment_id uuid NOT NULL REFERENCES payment,
      out_refund_no text NOT NULL UNIQUE,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      reason text NOT NULL CHECK (reason IN ('late_payment', 'unsold', 'supplier_cancelled', 'after_sale')),
      state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'processing', 'succeeded', 'failed')),
      requested_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      finished_at timestamptz
    );
    CREATE INDEX refund_open ON refund (created_at) WHERE state IN ('requested', 'processing');
    CREATE INDEX refund_order ON refund (order_id);

    CREATE TABLE shipment (
      order_id uuid PRIMARY KEY REFERENCES orders,
      carrier text NOT NULL,
      tracking_no text NOT NULL,
      shipped_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (carrier, tracking_no)
    );
  `.execute(db)
}
