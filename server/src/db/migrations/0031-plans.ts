import { type Kysely, sql } from 'kysely'

const FIRST_RULES: [code: string, value: object][] = [
  ['rail_split_cap', { maxBps: 9000 }],
  ['supply_price', { markupBps: 3000, hardMarkupBps: 10_000 }],
  ['plan_requests', { answerDays: 7 }],
  ['plan_history', { days: 30 }],
  ['rate_suggestion', { leastSuppliers: 5 }],
]

/** For whom plans are, how long, at which price models; requests for them, and leaders who recruit for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await extendPlans(db)
  await createRequests(db)
  await createOffers(db)
}

async function extendPlans(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE plan
      -- True when it covers exactly the items of plan_item.
      ADD named_items boolean NOT NULL DEFAULT false,
      ADD needs_approval boolean NOT NULL DEFAULT false,
      -- From this midnight on there is no such plan; what is held keeps its terms.
      ADD ends_at timestamptz,
      -- As it was made; an earlier end may be taken back until it comes.
      ADD planned_end timestamptz,
      -- What a streamer must show who comes by himself; the history is that of the last days of rule plan_history.
      ADD min_tier text CHECK (min_tier IN ('A', 'B', 'C', 'D')),
      ADD min_orders int CHECK (min_orders > 0),
      ADD min_gmv_fen bigint CHECK (min_gmv_fen > 0),
      ADD min_score int CHECK (min_score BETWEEN 1 AND 10000),
      ADD price_model text NOT NULL DEFAULT 'commission' CHECK (price_model IN ('commission', 'supply_price')),
      -- Parts of the list price between which the streamer may sell.
      ADD floor_bps int CHECK (floor_bps BETWEEN 1 AND 10000),
      ADD ceiling_bps int CHECK (ceiling_bps BETWEEN 10000 AND 30000),
      -- How far above the supply price.
      ADD markup_bps int CHECK (markup_bps BETWEEN 0 AND 10000),
      ADD CHECK ((markup_bps IS NOT NULL) = (price_model = 'supply_price')),
      ADD CHECK (NOT named_items OR category_code IS NULL);
    CREATE INDEX plan_ends ON plan (ends_at) WHERE ends_at IS NOT NULL;
    ALTER TABLE plan_rate
      -- The supply price as a part of the list price.
      ADD supply_rate_bps int CHECK (supply_rate_bps IS NULL OR (supply_rate_bps BETWEEN 1 AND 10000 AND rate_bps = 0)),
      ADD leader_id uuid REFERENCES party;
    CREATE TABLE plan_item (
      plan_id uuid NOT NULL REFERENCES plan,
      item_id uuid NOT NULL REFERENCES item,
      PRIMARY KEY (plan_id, item_id)
    );
    CREATE INDEX plan_item_item ON plan_item (item_id);
    CREATE INDEX plan_streamer_streamer ON plan_streamer (streamer_id);

    CREATE TABLE plan_setting (
      supplier_id uuid PRIMARY KEY REFERENCES party,
      -- What the supplier wants to keep of the base at least, whatever a plan gives away.
      keep_bps int NOT NULL CHECK (keep_bps BETWEEN 0 AND 10000)
    );
    CREATE TABLE streamer_block (
      supplier_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      reason text NOT NULL CHECK (length(reason) <= 200),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (supplier_id, streamer_id)
    );
  `.execute(db)
}

async function createRequests(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE plan_request (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      plan_id uuid NOT NULL REFERENCES plan,
      supplier_id uuid NOT NULL REFERENCES party,
      streamer_id uuid NOT NULL REFERENCES party,
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 300),
      state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'expired')),
      reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 300),
      asked_at timestamptz NOT NULL DEFAULT app_now(),
      expires_at timestamptz NOT NULL,
      decided_at timestamptz,
      CHECK ((decided_at IS NULL) = (state = 'asked')),
      CHECK (state <> 'refused' OR reason <> '')
    );
    CREATE UNIQUE INDEX plan_request_one ON plan_request (plan_id, streamer_id) WHERE state IN ('asked', 'approved');
    CREATE INDEX plan_request_supplier ON plan_request (supplier_id, id DESC);
    CREATE INDEX plan_request_streamer ON plan_request (streamer_id, id DESC);
  `.execute(db)
}

async function createOffers(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE leader_offer (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      plan_id uuid NOT NULL REFERENCES plan,
      supplier_id uuid NOT NULL REFERENCES party,
      leader_id uuid NOT NULL REFERENCES party,
      service_rate_bps int NOT NULL CHECK (service_rate_bps BETWEEN 1 AND 4000),
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 300),
      state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired')),
      reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 300),
      proposed_at timestamptz NOT NULL DEFAULT app_now(),
      expires_at timestamptz NOT NULL,
      decided_at timestamptz,
      CHECK ((decided_at IS NULL) = (state = 'proposed'))
    );
    CREATE UNIQUE INDEX leader_offer_one ON leader_offer (plan_id, leader_id) WHERE state = 'proposed';
    -- One leader earns the service fee of a plan.
    CREATE UNIQUE INDEX leader_offer_accepted ON leader_offer (plan_id) WHERE state = 'accepted';
    CREATE INDEX leader_offer_supplier ON leader_offer (supplier_id, id DESC);
    CREATE INDEX leader_offer_leader ON leader_offer (leader_id, id DESC);
  `.execute(db)
}
