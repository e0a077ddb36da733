import { type Kysely, sql } from 'kysely'

/** Sources that we read by ourselves, and every reading of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE feed_source (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      -- Who made it; its imports are that person's.
      member_id uuid NOT NULL,
      name text NOT NULL CHECK (name <> '' AND length(name) <= 40),
      kind text NOT NULL CHECK (kind IN ('json', 'csv', 'jushuitan', 'wangdiantong')),
      config jsonb NOT NULL,
      -- Keys of the source, sealed and bound to this row.
      secret_sealed bytea,
      -- What a reading may change: everything; everything, and take off what it does not name; only price and stock of
      -- items we know.
      mode text NOT NULL CHECK (mode IN ('delta', 'full', 'price_stock')),
      every_minutes int NOT NULL CHECK (every_minutes BETWEEN 1 AND 60),
      -- Hour of Shanghai at which everything is read once a day; null where each run reads everything anyway.
      full_hour int CHECK (full_hour BETWEEN 0 AND 23),
      state text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'paused', 'needs_keys', 'removed')),
      version int NOT NULL DEFAULT 1,
      -- Where the next sync goes on; written only once what was read has been applied.
      cursor jsonb,
      -- Of a file behind an address: what the source called its last version, and the hash of its bytes.
      etag text,
      last_modified text,
      body_hash bytea,
      next_due_at timestamptz NOT NULL DEFAULT app_now(),
      -- Raised by each run; a run whose token is no longer the newest writes nothing.
      run_token bigint NOT NULL DEFAULT 0,
      last_full_at timestamptz,
      full_wanted boolean NOT NULL DEFAULT false,
      -- Until when the source last vouched for the stock of the items it keeps.
      confirmed_at timestamptz,
      failures int NOT NULL DEFAULT 0,
      -- Set after five failures in a row: until then nobody asks the source.
      open_until timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      updated_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX feed_source_supplier ON feed_source (supplier_id, created_at) WHERE state <> 'removed';
    CREATE INDEX feed_source_due ON feed_source (next_due_at) WHERE state = 'on';
    CREATE TABLE feed_run (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      feed_source_id uuid NOT NULL REFERENCES feed_source,
      supplier_id uuid NOT NULL REFERENCES party,
      pass text NOT NULL CHECK (pass IN ('sync', 'full')),
      run_token bigint NOT NULL,
      -- The settings it was read by.
      source_version int NOT NULL,
      started_at timestamptz NOT NULL DEFAULT app_now(),
      -- Moved forward while somebody reads; a run that is not seen for long has lost its reader.
      seen_at timestamptz NOT NULL DEFAULT app_now(),
      ended_at timestamptz,
      outcome text NOT NULL DEFAULT 'running'
        CHECK (outcome IN ('running', 'importing', 'waiting', 'applied', 'unchanged', 'failed', 'undone')),
      failure text,
      facts jsonb NOT NULL DEFAULT '{}',
      pages int NOT NULL DEFAULT 0,
      rows int NOT NULL DEFAULT 0,
      -- Everything the source has was read.
      whole boolean NOT NULL DEFAULT false,
      bytes bigint NOT NULL DEFAULT 0,
      -- What becomes the source's once the import is applied.
      cursor_after jsonb,
      etag_after text,
      last_modified_after text,
      hash_after bytea,
      import_id uuid REFERENCES item_import,
      CHECK ((outcome = 'failed') = (failure IS NOT NULL)),
      CHECK ((outcome IN ('running', 'importing', 'waiting')) = (ended_at IS NULL))
    );
    CREATE INDEX feed_run_source ON feed_run (feed_source_id, started_at DESC, id DESC);
    CREATE INDEX feed_run_importing ON feed_run (import_id) WHERE outcome IN ('importing', 'waiting');
    CREATE UNIQUE INDEX feed_run_one ON feed_run (feed_source_id) WHERE ended_at IS NULL;
    ALTER TABLE item
      -- The source that vouches for its stock, which need not be the one that brought it in.
      ADD COLUMN stock_feed_id uuid REFERENCES feed_source;
    -- The last file of all a supplier has says of each piece it left that it is there.
    CREATE INDEX item_import_whole ON item_import (supplier_id, applied_at DESC)
      WHERE mode = 'full' AND state = 'applied' AND feed_source_id IS NULL;
    CREATE INDEX item_stock_feed ON item (stock_feed_id) WHERE stock_feed_id IS NOT NULL;
  `.execute(db)
}
