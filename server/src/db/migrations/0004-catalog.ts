import { type Kysely, sql } from 'kysely'

/** Categories, items with their availability, inspection reports, imports. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE category (
      code text PRIMARY KEY,
      parent_code text REFERENCES category,
      name_zh text NOT NULL,
      name_en text NOT NULL,
      sort int NOT NULL DEFAULT 0
    );
    INSERT INTO category (code, name_zh, name_en, sort) VALUES
      ('phone', '手机', 'Phones', 1), ('tablet', '平板', 'Tablets', 2), ('luxury_bag', '奢侈品箱包', 'Luxury bags', 3),
      ('watch', '腕表', 'Watches', 4), ('jewellery', '珠宝玉石', 'Jewellery and jade', 5), ('appliance', '家电', 'Appliances', 6),
      ('book', '图书', 'Books', 7), ('furniture', '家具', 'Furniture', 8), ('general', '综合', 'General', 9);

    -- Party and category are vouched for by the import (its row has the foreign key, the row check knows the categories):
    -- checking them again for each of half a million rows costs more than inserting these.
    CREATE TABLE item (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL,
      supplier_sku text NOT NULL CHECK (supplier_sku <> ''),
      category_code text NOT NULL,
      stock_kind text NOT NULL DEFAULT 'unique' CHECK (stock_kind IN ('unique', 'stocked')),
      title text NOT NULL CHECK (title <> ''),
      brand text,
      model text,
      spec jsonb NOT NULL DEFAULT '{}',
      extra jsonb NOT NULL DEFAULT '{}',
      -- Normalised IMEI, serial or certificate number: what makes a unique item this one.
      identity text,
      price_fen bigint NOT NULL CHECK (price_fen > 0),
      floor_fen bigint CHECK (floor_fen > 0),
      ceiling_fen bigint CHECK (ceiling_fen > 0),
      qty int NOT NULL DEFAULT 1 CHECK (qty >= 0),
      photos jsonb NOT NULL DEFAULT '[]',
      ship_from text,
      grade text CHECK (grade IN ('new', '99', '95', '90', '85', 'fair')),
      report_id uuid,
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'available', 'live_held', 'checkout_held', 'sold',
        'withdrawn', 'external_sold', 'quarantined', 'on_loan', 'returning')),
      -- A returned and re-inspected piece starts a new generation, so that "one sale" holds within each.
      listing_generation int NOT NULL DEFAULT 1,
      -- Raised by every hold; whoever confirms must show the token of his own.
      hold_token bigint NOT NULL DEFAULT 0,
      live_hold_id uuid,
      live_hold_until timestamptz,
      checkout_order_id uuid,
      checkout_until timestamptz,
      checkout_extended boolean NOT NULL DEFAULT false,
      version int NOT NULL DEFAULT 1,
      row_hash bytea,
      import_id uuid,
      import_line int,
      stock_confirmed_at timestamptz NOT NULL DEFAULT app_now(),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      updated_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (supplier_id, supplier_sku),
      CHECK (stock_kind = 'stocked' OR qty <= 1),
      CHECK ((state = 'live_held') <= (live_hold_id IS NOT NULL)),
      CHECK ((live_hold_id IS NULL) = (live_hold_until IS NULL)),
      CHECK ((state = 'checkout_held') = (checkout_order_id IS NOT NULL)),
      CHECK ((checkout_order_id IS NULL) = (checkout_until IS NULL)),
      CHECK (floor_fen IS NULL OR ceiling_fen IS NULL OR floor_fen <= ceiling_fen)
    );
    CREATE UNIQUE INDEX item_one_live_identity ON item (identity)
      WHERE identity IS NOT NULL AND state IN ('available', 'live_held', 'checkout_held', 'on_loan');
    CREATE INDEX item_plaza ON item (created_at DESC, id DESC) WHERE state IN ('available', 'live_held', 'checkout_held');
    CREATE INDEX item_plaza_price ON item (category_code, price_fen, id) WHERE state IN ('available', 'live_held', 'checkout_held');
    CREATE INDEX item_checkout_due ON item (checkout_until) WHERE state = 'checkout_held';

    -- One sale per physical piece and listing generation: the second lock behind the item's own state.
    CREATE TABLE sale (
      item_id uuid NOT NULL REFERENCES item,
      listing_generation int NOT NULL,
      order_id uuid NOT NULL UNIQUE,
      hold_token bigint NOT NULL,
      sold_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (item_id, listing_generation)
    );

    CREATE TABLE report (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
      version int NOT NULL DEFAULT 1,
      item_id uuid NOT NULL REFERENCES item,
      supplier_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('streamer', 'third_party')),
      state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'revoked')),
      agency_name text,
      inspector_name text NOT NULL,
      external_no text,
      inspected_on date NOT NULL,
      template_code text NOT NULL,
      template_version int NOT NULL,
      -- The facts as signed: identity, measured axes, defects; bytes are canonical JSON.
      content jsonb NOT NULL,
      grade text NOT NULL,
      grade_reasons jsonb NOT NULL,
      rubric_version int NOT NULL,
      content_hash bytea NOT NULL,
      -- Of what the inspector handed in, without code and version: the same facts again are no new version.
      facts_hash bytea,
      signature bytea,
      signing_key_id text,
      published_at timestamptz,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz,
      revoked_reason text,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((state = 'draft') = (signature IS NULL)),
      UNIQUE (item_id, version)
    );
    CREATE UNIQUE INDEX report_one_published ON report (item_id) WHERE state = 'published';
    CREATE UNIQUE INDEX report_external_no ON report (agency_name, external_no) WHERE external_no IS NOT NULL AND state = 'published';
    ALTER TABLE item ADD FOREIGN KEY (report_id) REFERENCES report;

    CREATE TABLE item_import (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      state text NOT NULL CHECK (state IN ('uploaded', 'previewing', 'previewed', 'applying', 'applied', 'failed', 'cancelled')),
      file_name text NOT NULL,
      file_key text NOT NULL,
      bytes bigint NOT NULL CHECK (bytes >= 0),
      sha256 bytea NOT NULL,
      encoding text,
      delimiter text,
      -- Their headers in their order, each with the field it was mapped to.
      mapping jsonb,
      counts jsonb NOT NULL DEFAULT '{}',
      error_code text,
      error_facts jsonb NOT NULL DEFAULT '{}',
      -- Raised by each run; a runner whose token is no longer the newest writes nothing.
      run_token bigint NOT NULL DEFAULT 0,
      run_started_at timestamptz,
      -- The run whose rows stand in import_row, and the manifest they were compared with.
      staged_token bigint,
      staged_manifest bigint,
      created_by uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      applied_at timestamptz
    );
    CREATE INDEX item_import_supplier ON item_import (supplier_id, created_at DESC, id DESC);
    CREATE INDEX item_import_unfinished ON item_import (created_at) WHERE state IN ('uploaded', 'previewing', 'applying');
    CREATE UNIQUE INDEX item_import_same_file ON item_import (supplier_id, sha256)
      WHERE state IN ('uploaded', 'previewing', 'previewed', 'applying');

    -- Rows of the file that would change something, as validated; dropped once applied. Null leaves what stands.
    -- Not logged: after a crash of the database it is empty, and the file is read again.
    CREATE UNLOGGED TABLE import_row (
      import_id uuid NOT NULL,
      run_token bigint NOT NULL,
      line int NOT NULL,
      raw_hash bytea NOT NULL,
      row_hash bytea NOT NULL,
      new_item_id uuid NOT NULL,
      supplier_sku text NOT NULL,
      category_code text NOT NULL,
      title text NOT NULL,
      price_fen bigint NOT NULL,
      brand text,
      model text,
      identity text,
      qty int,
      ship_from text,
      spec jsonb,
      extra jsonb,
      photos jsonb,
      report jsonb,
      PRIMARY KEY (import_id, run_token, line)
    );
    -- What the supplier's manifest becomes when the import is applied.
    CREATE UNLOGGED TABLE import_staged_manifest (
      import_id uuid PRIMARY KEY,
      run_token bigint NOT NULL,
      layout_hash bytea NOT NULL,
      -- Null when it stays as it is.
      record_hashes bytea
    );
    CREATE TABLE import_error (
      import_id uuid NOT NULL REFERENCES item_import,
      line int NOT NULL,
      column_name text NOT NULL,
      code text NOT NULL,
      severity text NOT NULL CHECK (severity IN ('error', 'warning', 'conflict')),
      supplier_sku text NOT NULL DEFAULT '',
      value text NOT NULL DEFAULT '',
      facts jsonb NOT NULL DEFAULT '{}',
      PRIMARY KEY (import_id, line, column_name, code)
    );
    -- Hash of each raw record of the file a supplier applied last, with the hash of its SKU (8 bytes each), so that what
    -- did not change costs nothing. Whoever changes an item other than by an import deletes the supplier's row.
    CREATE TABLE import_manifest (
      supplier_id uuid PRIMARY KEY REFERENCES party,
      version bigint NOT NULL DEFAULT 1,
      layout_hash bytea NOT NULL,
      record_hashes bytea NOT NULL,
      record_count int NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT app_now()
    );
    ALTER TABLE import_manifest ALTER COLUMN record_hashes SET STORAGE EXTERNAL;
    ALTER TABLE import_staged_manifest ALTER COLUMN record_hashes SET STORAGE EXTERNAL;
    -- One row per change; an item's first state is its own record. Written in bulk in the transaction of the change itself.
    CREATE TABLE item_history (
      item_id uuid NOT NULL,
      version int NOT NULL,
      at timestamptz NOT NULL DEFAULT app_now(),
      actor text NOT NULL,
      import_id uuid,
      import_line int,
      before jsonb,
      after jsonb NOT NULL,
      PRIMARY KEY (item_id, version)
    );
  `.execute(db)
}
