import { type Kysely, sql } from 'kysely'

/** Roles, ids, the clock that decides, rules, outbox and inbox, audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    DO $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('haowu roles'));
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'haowu_app') THEN
        CREATE ROLE haowu_app NOLOGIN;
      END IF;
      EXECUTE format('GRANT haowu_app TO %I', current_user);
    END $$;

    GRANT USAGE ON SCHEMA public TO haowu_app;
    -- The server tells whether its schema is at head.
    GRANT SELECT ON kysely_migration TO haowu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO haowu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO haowu_app;
  `.execute(db)

  await sql`
    -- Time-ordered ids (RFC 9562 version 7), so that index inserts stay at the right edge; PostgreSQL 18 has its own, 15 to 17 do not.
    CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE plpgsql VOLATILE PARALLEL SAFE AS $$
    DECLARE
      bytes bytea := uuid_send(gen_random_uuid());
      millis bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
    BEGIN
      bytes := overlay(bytes PLACING substring(int8send(millis) FROM 3) FROM 1 FOR 6);
      bytes := set_byte(bytes, 6, (get_byte(bytes, 6) & 15) | 112);
      RETURN encode(bytes, 'hex')::uuid;
    END $$;

    -- The clock that decides. The demo begins its story in the past and moves it forward; elsewhere the shift stays zero.
    CREATE TABLE app_clock (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      shift_seconds bigint NOT NULL DEFAULT 0
    );
    INSERT INTO app_clock DEFAULT VALUES;

    CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
      'SELECT clock_timestamp() + shift_seconds * interval ''1 second'' FROM public.app_clock';

    -- The business day of an instant: Asia/Shanghai, which has had no daylight saving since 1991.
    CREATE FUNCTION business_day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
      $$SELECT (instant AT TIME ZONE interval '8 hours')::date$$;

    CREATE TABLE rule (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      code text NOT NULL,
      scope text NOT NULL DEFAULT '*',
      version int NOT NULL CHECK (version > 0),
      value jsonb NOT NULL,
      importance text NOT NULL DEFAULT 'ordinary' CHECK (importance IN ('ordinary', 'important')),
      published_at timestamptz NOT NULL DEFAULT app_now(),
      effective_from timestamptz NOT NULL,
      UNIQUE (code, scope, version),
      UNIQUE (code, scope, effective_from)
    );

    CREATE TABLE outbox (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      kind text NOT NULL,
      key text NOT NULL UNIQUE,
      payload jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      tries int NOT NULL DEFAULT 0,
      done_at timestamptz,
      dead_at timestamptz,
      last_error text
    );
    CREATE INDEX outbox_due ON outbox (next_at) WHERE done_at IS NULL AND dead_at IS NULL;

    CREATE TABLE inbox (
      key text PRIMARY KEY,
      received_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );

    CREATE TABLE audit_log (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      at timestamptz NOT NULL DEFAULT app_now(),
      actor text NOT NULL,
      action text NOT NULL,
      subject_type text NOT NULL,
      subject_id text NOT NULL,
      facts jsonb NOT NULL DEFAULT '{}'
    );
    CREATE INDEX audit_log_subject ON audit_log (subject_type, subject_id, at);

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_log EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON audit_log FROM haowu_app;
    REVOKE INSERT, DELETE ON app_clock FROM haowu_app;
  `.execute(db)
}
