import { type Kysely, sql } from 'kysely'

/**
 * What the plaza searches: one row for each piece on offer, beside the item, so that an item may be held, priced and
 * imported without touching a search index. Rows are made from items by a job that follows the two logs of changes;
 * whether a piece can be had is always asked of the item itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE plaza_entry (
      item_id uuid PRIMARY KEY,
      supplier_id uuid NOT NULL,
      category_code text NOT NULL,
      brand text,
      model text,
      grade text NOT NULL,
      report_kind text NOT NULL,
      inspected_on date NOT NULL,
      report_expires_at timestamptz NOT NULL,
      stock_kind text NOT NULL,
      tier text NOT NULL,
      ship_from text,
      price_fen bigint NOT NULL,
      listed_at timestamptz NOT NULL,
      -- By the open plan in force; null where there is none. Commission is before tech fee and agency.
      rate_bps int,
      commission_fen bigint,
      -- Hashes of what may be typed (single characters, pairs of them, beginnings of words, initials of pinyin) and of
      -- category, brand and grade, so that a word that contradicts a filter finds nothing at once.
      tokens int[] NOT NULL
    );
    ALTER TABLE plaza_entry ALTER COLUMN tokens SET STATISTICS 1000;
    CREATE INDEX plaza_entry_tokens ON plaza_entry USING gin (tokens);
    CREATE INDEX plaza_entry_newest ON plaza_entry (listed_at DESC, item_id DESC);
    CREATE INDEX plaza_entry_price ON plaza_entry (price_fen, item_id);
    CREATE INDEX plaza_entry_commission ON plaza_entry (commission_fen DESC, item_id DESC) WHERE commission_fen IS NOT NULL;
    CREATE INDEX plaza_entry_category_newest ON plaza_entry (category_code, listed_at DESC, item_id DESC);
    CREATE INDEX plaza_entry_category_price ON plaza_entry (category_code, price_fen, item_id);
    CREATE INDEX plaza_entry_category_commission ON plaza_entry (category_code, commission_fen DESC, item_id DESC)
      WHERE commission_fen IS NOT NULL;
    CREATE INDEX plaza_entry_supplier ON plaza_entry (supplier_id, item_id);

    -- Only added to and taken from, never updated: whoever sells waits for nobody who searches.
    CREATE TABLE plaza_item_change (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      item_id uuid NOT NULL
    );
    CREATE TABLE plaza_terms_change (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      supplier_id uuid NOT NULL,
      -- Where a supplier of very many goods is taken up again.
      after_item_id uuid
    );
    -- As of when rates that start at an instant were looked for.
    CREATE TABLE plaza_terms_clock (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      as_of timestamptz NOT NULL DEFAULT app_now()
    );
    INSERT INTO plaza_terms_clock DEFAULT VALUES;

    CREATE FUNCTION note_item_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO plaza_item_change (item_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
    CREATE FUNCTION note_report_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO plaza_item_change (item_id) VALUES (NEW.item_id);
        RETURN NULL;
      END $$;
    CREATE FUNCTION note_terms_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO plaza_terms_change (supplier_id)
          SELECT supplier_id FROM plan WHERE id = CASE TG_TABLE_NAME WHEN 'plan' THEN (to_jsonb(NEW)->>'id')::uuid
            ELSE (to_jsonb(NEW)->>'plan_id')::uuid END;
        RETURN NULL;
      END $$;
    CREATE FUNCTION note_tier_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO plaza_terms_change (supplier_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;

    -- A hold and its end change nothing that is searched for.
    CREATE TRIGGER plaza_follows_item AFTER UPDATE ON item FOR EACH ROW WHEN (
      ((OLD.state IN ('available', 'live_held', 'checkout_held')) <> (NEW.state IN ('available', 'live_held', 'checkout_held')))
      OR (NEW.state IN ('available', 'live_held', 'checkout_held') AND (OLD.title, OLD.brand, OLD.model, OLD.category_code,
        OLD.price_fen, OLD.grade, OLD.report_id, OLD.stock_kind, OLD.ship_from, OLD.supplier_sku, OLD.qty > 0)
        IS DISTINCT FROM (NEW.title, NEW.brand, NEW.model, NEW.category_code, NEW.price_fen, NEW.grade, NEW.report_id,
        NEW.stock_kind, NEW.ship_from, NEW.supplier_sku, NEW.qty > 0))
    ) EXECUTE FUNCTION note_item_change();
    CREATE TRIGGER plaza_follows_new_item AFTER INSERT ON item FOR EACH ROW
      WHEN (NEW.state = 'available') EXECUTE FUNCTION note_item_change();
    CREATE TRIGGER plaza_follows_report AFTER UPDATE OF state, expires_at ON report FOR EACH ROW
      WHEN (OLD.state <> NEW.state OR OLD.expires_at <> NEW.expires_at) EXECUTE FUNCTION note_report_change();
    CREATE TRIGGER plaza_follows_plan AFTER INSERT OR UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION note_terms_change();
    CREATE TRIGGER plaza_follows_rate AFTER INSERT OR UPDATE ON plan_rate FOR EACH ROW EXECUTE FUNCTION note_terms_change();
    CREATE TRIGGER plaza_follows_tier AFTER UPDATE OF tier ON party FOR EACH ROW
      WHEN (OLD.tier <> NEW.tier) EXECUTE FUNCTION note_tier_change();

    INSERT INTO plaza_item_change (item_id) SELECT id FROM item WHERE state IN ('available', 'live_held', 'checkout_held');
    DROP INDEX item_plaza;
    DROP INDEX item_plaza_price;

    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('plaza_ranking', '*', 1, '{"days": 90, "priorHolds": 20, "priorSoldBps": 3000}', 'ordinary',
      '2019-12-01 00:00+08', '2020-01-01 00:00+08');

    -- Filters that a streamer keeps, and when she last looked at what they find.
    CREATE TABLE saved_search (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      streamer_id uuid NOT NULL REFERENCES party,
      name text NOT NULL CHECK (name <> '' AND length(name) <= 40),
      filters jsonb NOT NULL,
      sort text NOT NULL,
      seen_at timestamptz NOT NULL DEFAULT app_now(),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (streamer_id, name)
    );
  `.execute(db)
}
