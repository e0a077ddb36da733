import { type Kysely, sql } from 'kysely'

/** Sign-in tables in the shape of better-auth's core, parties and their members. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE SCHEMA auth;
    GRANT USAGE ON SCHEMA auth TO haowu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA auth GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO haowu_app;

    CREATE TABLE auth.user (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      name text NOT NULL,
      email text NOT NULL UNIQUE,
      email_verified boolean NOT NULL DEFAULT false,
      image text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE auth.session (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      user_id uuid NOT NULL REFERENCES auth.user ON DELETE CASCADE,
      token text NOT NULL UNIQUE,
      expires_at timestamptz NOT NULL,
      ip_address text,
      user_agent text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX session_by_user ON auth.session (user_id);
    CREATE TABLE auth.account (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      account_id text NOT NULL,
      provider_id text NOT NULL,
      user_id uuid NOT NULL REFERENCES auth.user ON DELETE CASCADE,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX account_by_user ON auth.account (user_id);
    CREATE TABLE auth.verification (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      identifier text NOT NULL,
      value text NOT NULL,
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX verification_by_identifier ON auth.verification (identifier);
    CREATE TABLE auth.rate_limit (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      key text NOT NULL UNIQUE,
      count int NOT NULL,
      -- A number for the library, which reckons with it; bigint would reach it as BigInt.
      last_request double precision NOT NULL
    );
  `.execute(db)

  await sql`
    -- Counts of rate-limiter-flexible, in its shape; losing them in a crash harms nobody.
    CREATE UNLOGGED TABLE request_count (
      key text PRIMARY KEY,
      points int NOT NULL DEFAULT 0,
      expire double precision
    );
  `.execute(db)

  await sql`
    CREATE TABLE party (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      kind text NOT NULL CHECK (kind IN ('supplier', 'streamer', 'agency', 'platform')),
      name text NOT NULL CHECK (name <> ''),
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('pending', 'active', 'restricted', 'suspended', 'closed')),
      tier text NOT NULL DEFAULT 'B' CHECK (tier IN ('A', 'B', 'C', 'D')),
      agency_id uuid REFERENCES party,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK (agency_id IS NULL OR kind = 'streamer')
    );
    CREATE UNIQUE INDEX party_one_platform ON party (kind) WHERE kind = 'platform';
    INSERT INTO party (kind, name, tier) VALUES ('platform', '好物联盟', 'A');

    CREATE TABLE member (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      user_id uuid NOT NULL REFERENCES auth.user,
      role text NOT NULL CHECK (role IN ('supplier', 'streamer', 'agency', 'finance', 'operator')),
      state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'revoked')),
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (party_id, user_id, role)
    );
    CREATE INDEX member_user ON member (user_id) WHERE state = 'active';

    -- Where a party is paid. A change of account is a new row, so that history names the account it used.
    CREATE TABLE payee_account (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      holder_name text NOT NULL,
      bank_name text NOT NULL,
      account_no_last4 text NOT NULL CHECK (account_no_last4 ~ '^[0-9]{4}$'),
      account_no_sealed bytea NOT NULL,
      state text NOT NULL DEFAULT 'verified' CHECK (state IN ('pending', 'verified', 'retired')),
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE UNIQUE INDEX payee_account_one_verified ON payee_account (party_id) WHERE state = 'verified';
  `.execute(db)
}
