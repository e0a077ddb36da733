import { type Kysely, sql } from 'kysely'

/**
 * Orders that were placed in rooms of other platforms: what was told of them, kept before anything is done with it, which of our
 * pieces each of their goods is, and what became of them here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Held by the platform until its settlement bill; every platform settles with us in one sum.
    INSERT INTO ledger.chart (kind, normal, floor_zero, per_party, held) VALUES ('A:CHANNEL_KUAISHOU', 'D', false, false, false);

    -- Where the buyer's money is, and so who returns it.
    ALTER TABLE payment ADD COLUMN via text NOT NULL DEFAULT 'rail' CHECK (via IN ('rail', 'kuaishou'));

    -- As whom a streamer sells there.
    CREATE TABLE channel_account (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      channel text NOT NULL CHECK (channel IN ('kuaishou')),
      account_no text NOT NULL CHECK (account_no ~ '^[0-9A-Za-z_-]{1,40}$'),
      streamer_id uuid NOT NULL REFERENCES party,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (channel, account_no)
    );
    CREATE INDEX channel_account_streamer ON channel_account (streamer_id);

    CREATE TABLE channel_listing (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      channel text NOT NULL CHECK (channel IN ('kuaishou')),
      goods_no text NOT NULL CHECK (goods_no ~ '^[0-9A-Za-z_-]{1,40}$'),
      sku_no text NOT NULL CHECK (sku_no ~ '^[0-9A-Za-z_-]{0,40}$'),
      title text NOT NULL CHECK (title <> ''),
      -- The code that the seller wrote there.
      outer_code text NOT NULL DEFAULT '',
      price_fen bigint NOT NULL CHECK (price_fen > 0),
      -- Who sells it there, as far as the first order said; without one an operator finds out.
      streamer_id uuid REFERENCES party,
      -- Which of our pieces it is: said once, good for every order after it.
      item_id uuid REFERENCES item,
      mapped_by text,
      mapped_at timestamptz,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closing', 'closed', 'refused')),
      -- The other side's words when it would not take the goods off.
      answer text,
      closed_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (channel, goods_no, sku_no),
      CHECK ((item_id IS NULL) = (mapped_by IS NULL)),
      CHECK ((item_id IS NULL) = (mapped_at IS NULL)),
      CHECK (state = 'open' OR item_id IS NOT NULL)
    );
    CREATE INDEX channel_listing_item ON channel_listing (item_id);
    CREATE INDEX channel_listing_unmapped ON channel_listing (streamer_id, created_at) WHERE item_id IS NULL;
    CREATE INDEX channel_listing_closing ON channel_listing (created_at) WHERE state = 'closing';

    CREATE TABLE channel_message (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      channel text NOT NULL CHECK (channel IN ('kuaishou')),
      -- The sender's number of the message, or the hash of what a file or a program told.
      message_key text NOT NULL,
      source text NOT NULL CHECK (source IN ('push', 'pull', 'api', 'file')),
      -- Who told it, when it was not the channel itself.
      party_id uuid REFERENCES party,
      order_no text NOT NULL CHECK (order_no ~ '^[0-9A-Za-z_-]{1,40}$'),
      -- Which of two messages of one order is the newer one.
      version bigint NOT NULL CHECK (version > 0),
      -- What was told, without a word of who the buyer is.
      body jsonb NOT NULL,
      contact_sealed bytea,
      listing_id uuid REFERENCES channel_listing,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'unmapped', 'done', 'stale', 'stuck', 'discarded')),
      reason text,
      tries int NOT NULL DEFAULT 0,
      next_at timestamptz NOT NULL DEFAULT app_now(),
      received_at timestamptz NOT NULL DEFAULT app_now(),
      ended_at timestamptz,
      UNIQUE (channel, message_key),
      CHECK ((source IN ('api', 'file')) = (party_id IS NOT NULL)),
      CHECK ((state IN ('done', 'stale', 'discarded')) = (ended_at IS NOT NULL)),
      CHECK (state <> 'stuck' OR reason IS NOT NULL),
      CHECK (state <> 'unmapped' OR listing_id IS NOT NULL)
    );
    CREATE INDEX channel_message_due ON channel_message (next_at) WHERE state = 'waiting';
    CREATE INDEX channel_message_order ON channel_message (channel, order_no, version DESC);
    CREATE INDEX channel_message_open ON channel_message (received_at DESC) WHERE state IN ('unmapped', 'stuck');
    CREATE INDEX channel_message_listing ON channel_message (listing_id) WHERE state = 'unmapped';
    CREATE INDEX channel_message_party ON channel_message (party_id, received_at DESC) WHERE party_id IS NOT NULL;

    -- One row per order of a channel: the newest that was applied, and what it is here.
    CREATE TABLE channel_order (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      channel text NOT NULL CHECK (channel IN ('kuaishou')),
      order_no text NOT NULL,
      version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
      status int,
      paid_fen bigint CHECK (paid_fen >= 0),
      refunded_fen bigint NOT NULL DEFAULT 0 CHECK (refunded_fen >= 0),
      listing_id uuid REFERENCES channel_listing,
      streamer_id uuid REFERENCES party,
      supplier_id uuid REFERENCES party,
      order_id uuid UNIQUE REFERENCES orders,
      -- Sold here by it; lost because the piece was gone; or nothing to sell: never paid, or paid back before it was told.
      outcome text CHECK (outcome IN ('sold', 'lost', 'nothing')),
      -- The channel itself has said it, and not only one of those who earn from it.
      confirmed_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      updated_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (channel, order_no),
      CHECK (refunded_fen <= coalesce(paid_fen, 0)),
      CHECK ((coalesce(outcome, 'nothing') = 'nothing') = (order_id IS NULL))
    );
    CREATE INDEX channel_order_streamer ON channel_order (streamer_id, id DESC);
    CREATE INDEX channel_order_supplier ON channel_order (supplier_id, id DESC);

    -- Up to when the channel was asked for what it had to tell.
    CREATE TABLE channel_pull (
      channel text PRIMARY KEY CHECK (channel IN ('kuaishou')),
      pulled_until timestamptz NOT NULL
    );

    ALTER TABLE order_block DROP CONSTRAINT order_block_cause_check;
    ALTER TABLE order_block ADD CONSTRAINT order_block_cause_check
      CHECK (cause IN ('case', 'after_sale', 'report_revoked', 'risk', 'channel_unconfirmed'));

    CREATE SCHEMA channel_simulator;
    GRANT USAGE ON SCHEMA channel_simulator TO haowu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA channel_simulator GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO haowu_app;
    CREATE TABLE channel_simulator.shop_order (
      oid text PRIMARY KEY,
      body jsonb NOT NULL,
      updated_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX shop_order_updated ON channel_simulator.shop_order (updated_at, oid);
    CREATE TABLE channel_simulator.shop_goods (
      goods_no text NOT NULL,
      sku_no text NOT NULL,
      on_sale boolean NOT NULL DEFAULT true,
      -- Each call is answered the same however often it comes.
      request_no text UNIQUE,
      PRIMARY KEY (goods_no, sku_no)
    );
    CREATE TABLE channel_simulator.shop_refund (
      out_refund_no text PRIMARY KEY,
      oid text NOT NULL REFERENCES channel_simulator.shop_order,
      amount_fen bigint NOT NULL CHECK (amount_fen > 0),
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE TABLE channel_simulator.push (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      body text NOT NULL,
      copies int NOT NULL DEFAULT 1 CHECK (copies BETWEEN 1 AND 10),
      due_at timestamptz NOT NULL DEFAULT app_now(),
      tries int NOT NULL DEFAULT 0,
      delivered_at timestamptz,
      dead_at timestamptz
    );
    CREATE INDEX channel_push_due ON channel_simulator.push (due_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
  `.execute(db)
}
