import { type Kysely, sql } from 'kysely'

/** Who inspects (agencies, inspectors), the inspection on its way to a report, its photos and papers, and who is checked again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The name as people write it: full width or not, with or without spaces.
    CREATE FUNCTION agency_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN lower(regexp_replace(normalize(name, NFKC), '\\s', '', 'g'));

    CREATE TABLE inspection_agency (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      name text NOT NULL CHECK (name <> ''),
      name_key text NOT NULL UNIQUE GENERATED ALWAYS AS (agency_key(name)) STORED,
      licence_no text NOT NULL CHECK (licence_no <> ''),
      cnas_no text,
      cma_no text,
      -- The last day on which an inspection of theirs counts.
      valid_until date NOT NULL,
      categories text[] NOT NULL CHECK (cardinality(categories) > 0),
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
      state_reason text,
      version int NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      updated_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK (cnas_no IS NOT NULL OR cma_no IS NOT NULL),
      CHECK ((state = 'suspended') = (state_reason IS NOT NULL))
    );

    -- Of an agency or of a supplier, never of both. One that no operator has entered was named by a report.
    CREATE TABLE inspector (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      inspection_agency_id uuid REFERENCES inspection_agency,
      supplier_id uuid REFERENCES party,
      name text NOT NULL CHECK (name <> ''),
      certificate_no text,
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
      state_reason text,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((inspection_agency_id IS NULL) <> (supplier_id IS NULL)),
      CHECK ((state = 'suspended') = (state_reason IS NOT NULL)),
      UNIQUE NULLS NOT DISTINCT (inspection_agency_id, supplier_id, name)
    );

    ALTER TABLE report
      ADD COLUMN inspection_agency_id uuid,
      ADD COLUMN inspector_id uuid,
      -- Told that it runs out soon.
      ADD COLUMN warned_at timestamptz,
      -- Seen to have run out, and its goods taken off.
      ADD COLUMN expired_at timestamptz;
    -- What was signed can be read and told to be over, never rewritten.
    REVOKE UPDATE, DELETE ON report FROM haowu_app;
    GRANT UPDATE (state, expires_at, revoked_at, revoked_reason, warned_at, expired_at) ON report TO haowu_app;
    CREATE INDEX report_expiring ON report (expires_at) WHERE state = 'published' AND expired_at IS NULL;
    CREATE INDEX report_revoked ON report (revoked_at) WHERE state = 'revoked';
    CREATE INDEX report_inspector ON report (inspector_id) WHERE inspector_id IS NOT NULL;
    CREATE INDEX report_agency ON report (inspection_agency_id) WHERE inspection_agency_id IS NOT NULL;
    CREATE INDEX report_published_at ON report (published_at);

    -- The inspector's working paper: saved with every touch, signed once, then history.
    CREATE TABLE inspection (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      item_id uuid NOT NULL REFERENCES item,
      supplier_id uuid NOT NULL REFERENCES party,
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'inspecting', 'published', 'abandoned')),
      kind text NOT NULL DEFAULT 'streamer' CHECK (kind IN ('streamer', 'third_party')),
      inspection_agency_id uuid REFERENCES inspection_agency,
      inspector_name text NOT NULL DEFAULT '',
      external_no text,
      inspected_on date NOT NULL,
      place text NOT NULL DEFAULT '',
      tools text[] NOT NULL DEFAULT '{}',
      -- The number as read from the piece.
      identity_read text NOT NULL DEFAULT '',
      template_code text NOT NULL,
      template_version int NOT NULL,
      measured jsonb NOT NULL DEFAULT '{}',
      marks jsonb NOT NULL DEFAULT '[]',
      defects text NOT NULL DEFAULT '',
      -- Raised by every change; whoever saves shows the one he has seen.
      version int NOT NULL DEFAULT 1,
      -- Of the last save: the same one again, after an answer that was lost, is no conflict.
      save_key uuid,
      report_id uuid REFERENCES report,
      created_by uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      updated_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((state = 'published') = (report_id IS NOT NULL))
    );
    CREATE UNIQUE INDEX inspection_one_open ON inspection (item_id) WHERE state IN ('draft', 'inspecting');
    CREATE INDEX inspection_supplier ON inspection (supplier_id, id DESC);

    -- Photos and papers by the hash of their bytes, which is what the report signs.
    CREATE TABLE report_media (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      inspection_id uuid NOT NULL REFERENCES inspection,
      -- Set when it is signed; from then on it stays.
      report_id uuid REFERENCES report,
      role text NOT NULL CHECK (role IN ('photo', 'document')),
      shows text NOT NULL CHECK (shows IN ('front', 'back', 'side', 'number', 'defect', 'accessories', 'other', 'document')),
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      kind text NOT NULL CHECK (kind IN ('jpg', 'png', 'webp', 'gif', 'pdf')),
      bytes bigint NOT NULL CHECK (bytes > 0),
      file_name text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (inspection_id, sha256),
      CHECK ((role = 'document') = (kind = 'pdf'))
    );
    CREATE INDEX report_media_report ON report_media (report_id) WHERE report_id IS NOT NULL;

    -- One draw a day among the reports of the day before, by a seed that nobody can guess and everybody can prove later.
    CREATE TABLE reinspection_draw (
      day date PRIMARY KEY,
      seed_hash text NOT NULL,
      rate_bps int NOT NULL,
      reports int NOT NULL,
      picked int NOT NULL,
      drawn_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE TABLE reinspection (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      report_id uuid NOT NULL UNIQUE REFERENCES report,
      item_id uuid NOT NULL REFERENCES item,
      supplier_id uuid NOT NULL REFERENCES party,
      inspection_agency_id uuid REFERENCES inspection_agency,
      inspector_id uuid REFERENCES inspector,
      drawn_for date NOT NULL REFERENCES reinspection_draw,
      state text NOT NULL DEFAULT 'picked' CHECK (state IN ('picked', 'done', 'impossible')),
      outcome text CHECK (outcome IN ('match', 'differs')),
      -- Field by field what the report says and what was found.
      differences jsonb NOT NULL DEFAULT '[]',
      note text NOT NULL DEFAULT '',
      decided_by uuid,
      decided_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((state = 'done') = (outcome IS NOT NULL)),
      CHECK ((outcome = 'differs') = (jsonb_array_length(differences) > 0) OR outcome IS NULL)
    );
    CREATE INDEX reinspection_open ON reinspection (id DESC) WHERE state = 'picked';
    CREATE INDEX reinspection_inspector ON reinspection (inspector_id) WHERE state = 'done';
  `.execute(db)
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}

const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['report_photos', '*', { least: 3 }],
  ['report_photos', 'luxury_bag', { least: 6 }],
  ['report_photos', 'jewellery', { least: 4 }],
  ['report_photos', 'watch', { least: 4 }],
  ['report_photos', 'book', { least: 2 }],
  ['report_warning', '*', { days: 7 }],
  ['reinspection_rate', '*', { rateBps: 200, mostPerSupplier: 20 }],
]
