import { type Kysely, sql } from 'kysely'

/** Keys with which a supplier's own programs act for her, and the answers they may ask for twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE api_key (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      -- Who made it, and in whose name it acts: it ends with her membership.
      member_id uuid NOT NULL REFERENCES member,
      name text NOT NULL CHECK (name <> '' AND length(name) <= 40),
      -- The part that is shown, so that people can tell keys apart.
      prefix text NOT NULL UNIQUE,
      -- SHA-256 of the whole key, which is random enough to need nothing slower; the key itself is not kept.
      key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      -- To the minute, or each call would write.
      last_used_at timestamptz,
      revoked_at timestamptz,
      revoked_by uuid
    );
    CREATE INDEX api_key_supplier ON api_key (supplier_id, created_at DESC, id DESC);

    -- What a call with an Idempotency-Key was answered; without status while it is at work.
    CREATE TABLE api_key_request (
      supplier_id uuid NOT NULL REFERENCES party,
      idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
      request_hash bytea NOT NULL,
      -- Names one attempt: one that was given up for dead and comes back writes nothing.
      attempt uuid NOT NULL,
      status int,
      body jsonb,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (supplier_id, idempotency_key),
      CHECK ((status IS NULL) = (body IS NULL))
    );
    CREATE INDEX api_key_request_age ON api_key_request (created_at);
  `.execute(db)
}
