import { type Kysely, sql } from 'kysely'

/** Imports of every kind: what was chosen and asked, full files with their brake, rows mended in place, undo. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE item_import DROP CONSTRAINT item_import_state_check;
    ALTER TABLE item_import
      ADD CHECK (state IN ('uploaded', 'previewing', 'asking', 'previewed', 'applying', 'applied', 'undoing', 'undone',
        'failed', 'cancelled')),
      ADD COLUMN source text NOT NULL DEFAULT 'upload'
        CHECK (source IN ('upload', 'paste', 'error_file', 'feed', 'api', 'edit')),
      ADD COLUMN mode text NOT NULL DEFAULT 'delta' CHECK (mode IN ('delta', 'full', 'price_stock')),
      ADD COLUMN format text NOT NULL DEFAULT 'csv' CHECK (format IN ('csv', 'xlsx')),
      -- The import whose error file this is.
      ADD COLUMN parent_id uuid REFERENCES item_import,
      -- The feed it came from; null for what a person or program sent. A full import speaks for items of its own origin only.
      ADD COLUMN feed_source_id uuid,
      -- Applied without a person's yes, unless the brake holds it.
      ADD COLUMN auto_apply boolean NOT NULL DEFAULT false,
      -- What the supplier decided about this file: encoding, delimiter, header record, sheet, columns, blank cells that clear.
      ADD COLUMN choices jsonb NOT NULL DEFAULT '{}',
      -- In state asking: what must be decided before a row can be read.
      ADD COLUMN question jsonb,
      -- Why the import must not be applied without a second look; null when nothing is wrong.
      ADD COLUMN brake jsonb,
      ADD COLUMN brake_accepted_by uuid,
      ADD COLUMN brake_accepted_at timestamptz,
      -- Until then the rows left out may be mended in place.
      ADD COLUMN open_until timestamptz,
      ADD COLUMN undone_at timestamptz,
      -- How many items the undo put back, and how many it passed over.
      ADD COLUMN undo_counts jsonb;
    DROP INDEX item_import_unfinished;
    CREATE INDEX item_import_unfinished ON item_import (created_at)
      WHERE state IN ('uploaded', 'previewing', 'applying', 'undoing');
    DROP INDEX item_import_same_file;
    CREATE UNIQUE INDEX item_import_same_file ON item_import (supplier_id, mode, sha256)
      WHERE source IN ('upload', 'paste', 'error_file') AND state IN ('uploaded', 'previewing', 'asking', 'previewed', 'applying');
    CREATE INDEX item_import_children ON item_import (parent_id) WHERE parent_id IS NOT NULL;
    CREATE INDEX item_import_feed ON item_import (feed_source_id, created_at DESC) WHERE feed_source_id IS NOT NULL;

    -- A file of prices and stock has neither title nor category; a cell that holds the word for it empties a field.
    ALTER TABLE import_row
      ALTER COLUMN title DROP NOT NULL,
      ALTER COLUMN category_code DROP NOT NULL,
      ALTER COLUMN price_fen DROP NOT NULL,
      ADD COLUMN clears text[];

    -- How far a run has come. Not logged, and in a table of its own: the import's row may be locked for the whole merge.
    CREATE UNLOGGED TABLE import_progress (
      import_id uuid PRIMARY KEY,
      run_token bigint NOT NULL,
      phase text NOT NULL CHECK (phase IN ('reading', 'comparing', 'merging', 'reports', 'undoing')),
      -- Bytes while reading, rows afterwards.
      done bigint NOT NULL,
      total bigint NOT NULL,
      rows bigint NOT NULL DEFAULT 0,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    -- Somebody asked a running step to stop; the run that sees it leaves everything as it was.
    CREATE TABLE import_cancel (
      import_id uuid PRIMARY KEY REFERENCES item_import,
      requested_by uuid NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT app_now()
    );

    -- The cells of the rows that did not go in, as in the file; mended here, in the grid.
    CREATE TABLE import_failed_row (
      import_id uuid NOT NULL REFERENCES item_import,
      line int NOT NULL,
      cells jsonb NOT NULL,
      -- Cells as mended, by column; null where the file's own stands.
      patched jsonb,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'fixed', 'skipped')),
      raw_hash bytea NOT NULL,
      PRIMARY KEY (import_id, line)
    );
    CREATE INDEX import_failed_row_state ON import_failed_row (import_id, state, line);
    -- Who changed which cell of a file, and when.
    CREATE TABLE import_patch (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      import_id uuid NOT NULL REFERENCES item_import,
      line int NOT NULL,
      column_index int NOT NULL CHECK (column_index >= 0),
      before text NOT NULL,
      after text NOT NULL,
      member_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX import_patch_import ON import_patch (import_id, line);

    -- What a supplier's headers and words mean, as she said once.
    CREATE TABLE mapping_memory (
      supplier_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL CHECK (kind IN ('column', 'word')),
      -- The field a word belongs to; '' for columns.
      field text NOT NULL DEFAULT '',
      -- Normalised header or word.
      word text NOT NULL,
      -- The field or value it stands for; '' for "none of yours".
      meaning text NOT NULL,
      member_id uuid NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (supplier_id, kind, field, word)
    );

    -- Live items of the file's origin that a full file no longer names; taken off when it is applied.
    CREATE TABLE import_missing (
      import_id uuid NOT NULL REFERENCES item_import,
      item_id uuid NOT NULL REFERENCES item,
      PRIMARY KEY (import_id, item_id)
    );

    ALTER TABLE item
      -- Who took it off. What a feed or an undo took off comes back when a file names it again.
      ADD COLUMN withdrawn_by text CHECK (withdrawn_by IN ('supplier', 'feed', 'undo', 'platform')),
      ADD COLUMN feed_source_id uuid,
      ADD CHECK (withdrawn_by IS NULL OR state = 'withdrawn');
    ALTER TABLE item_history ADD COLUMN cause text NOT NULL DEFAULT 'import'
      CHECK (cause IN ('import', 'feed', 'api', 'edit', 'undo', 'missing', 'claim'));
    CREATE INDEX item_history_import ON item_history (import_id) WHERE import_id IS NOT NULL;
  `.execute(db)
}
